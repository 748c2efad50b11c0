package io.adaptivelb.rollout;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;

/**
 * How careful a rollout is.
 *
 * @param falseAlarms probability that a model that is no worse is rolled back by the evidence, over the whole rollout;
 *     0.000001…0.5
 * @param tolerance by this factor a group's share of slow or failed requests may differ without being called worse; 1…10
 * @param priorSpread how far apart two groups are believed to be before anything was measured, as the standard deviation
 *     of the logarithm of their ratio; 0…2
 * @param dispersion at least so many slow or failed requests are taken for one, because they come in bursts; 1…1 000
 * @param minTicks no fewer ticks decide on a roll-back; 1…100
 * @param minHold how long each step lasts at least
 * @param minRequests of each of the two groups within a step, before the next one
 * @param maxHold after so long at one step it is given up
 * @param maxP99Ratio the canary's p99 over the others' at most, now and as it would be at the next step; 1…10
 * @param referenceTicks the others' p99 is that of so many ticks before; 1…1 000
 * @param churnFactor the canary's churn may be so many times the others'; 1…100
 * @param churnSlack plus so much; 0…1
 * @param shadowTicks so many ticks in the shadow before the first step; 1…1 000 000
 * @param maxUnscored share of endpoints that a shadow may leave without scores; 0…1
 * @param maxDistance mean share of the traffic that a shadow may want elsewhere; 0…1
 */
public record GuardrailSettings(
    double falseAlarms,
    double tolerance,
    double priorSpread,
    double dispersion,
    int minTicks,
    Duration minHold,
    long minRequests,
    Duration maxHold,
    double maxP99Ratio,
    int referenceTicks,
    double churnFactor,
    double churnSlack,
    int shadowTicks,
    double maxUnscored,
    double maxDistance) {
  /** The defaults. */
  public static final GuardrailSettings DEFAULTS = new GuardrailSettings(
      0.01,
      1.1,
      0.1,
      2,
      2,
      Duration.ofMinutes(5),
      10_000,
      Duration.ofHours(24),
      1.25,
      60,
      2,
      0.02,
      60,
      0.05,
      0.5);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public GuardrailSettings {
    requireInRange("falseAlarms", falseAlarms, 1e-6, 0.5);
    requireInRange("tolerance", tolerance, 1, 10);
    requireInRange("priorSpread", priorSpread, 0, 2);
    requireInRange("dispersion", dispersion, 1, 1_000);
    requireInRange("minTicks", minTicks, 1, 100);
    requireInRange("minHold", minHold, Duration.ZERO, Duration.ofDays(30));
    requireInRange("minRequests", minRequests, 1, 1_000_000_000L);
    requireInRange("maxHold", maxHold, minHold, Duration.ofDays(90));
    requireInRange("maxP99Ratio", maxP99Ratio, 1, 10);
    requireInRange("referenceTicks", referenceTicks, 1, 1_000);
    requireInRange("churnFactor", churnFactor, 1, 100);
    requireInRange("churnSlack", churnSlack, 0, 1);
    requireInRange("shadowTicks", shadowTicks, 1, 1_000_000);
    requireInRange("maxUnscored", maxUnscored, 0, 1);
    requireInRange("maxDistance", maxDistance, 0, 1);
  }

  /** The same, with another probability of a false alarm, other ticks to decide on a roll-back, and another patience. */
  GuardrailSettings with(double probability, int ticks, Duration patience) {
    return new GuardrailSettings(
        probability,
        tolerance,
        priorSpread,
        dispersion,
        ticks,
        minHold,
        minRequests,
        patience,
        maxP99Ratio,
        referenceTicks,
        churnFactor,
        churnSlack,
        shadowTicks,
        maxUnscored,
        maxDistance);
  }

  /** The logarithm of the evidence that one guardrail of one step needs: the false alarms are divided among them all. */
  double alarm() {
    int tests = Blend.values().length * 3;
    return -Math.log(falseAlarms / tests);
  }
}
