package io.adaptivelb.rollout;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;

/**
 * How a candidate is tried in a cluster.
 *
 * @param guardrails how careful it is
 * @param blockTicks length of a block with its weights, or without ({@link Switchback}); 2…10 000
 * @param washOutTicks how many ticks of a block are left out after a switch; less than blockTicks
 * @param minPairs so many pairs of blocks before each step, the shadow's too; 1…1 000
 * @param maxLoss its predictions may cost so much more than they save ({@link Skill}); 0.1…1 000 000 000
 */
public record TrialSettings(
    GuardrailSettings guardrails, int blockTicks, int washOutTicks, int minPairs, double maxLoss) {
  /**
   * The defaults. At a tick of five seconds a block takes a minute: much of what befalls endpoints comes by the minute, and must
   * not fall into one of two blocks.
   */
  public static final TrialSettings DEFAULTS = new TrialSettings(
      GuardrailSettings.DEFAULTS.with(
          GuardrailSettings.DEFAULTS.falseAlarms(), 4, Duration.ofHours(2)),
      12,
      2,
      4,
      10);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public TrialSettings {
    requireInRange("blockTicks", blockTicks, 2, 10_000);
    requireInRange("washOutTicks", washOutTicks, 0, blockTicks - 1);
    requireInRange("minPairs", minPairs, 1, 1_000);
    requireInRange("maxLoss", maxLoss, 0.1, 1e9);
  }

  /** The same for each of so many clusters in which one model is tried at once: the false alarms are divided among them. */
  public TrialSettings dividedAmong(int clusters) {
    return new TrialSettings(
        guardrails.with(
            Math.max(1e-6, guardrails.falseAlarms() / Math.max(1, clusters)),
            guardrails.minTicks(),
            guardrails.maxHold()),
        blockTicks,
        washOutTicks,
        minPairs,
        maxLoss);
  }

  /** The blocks of a step, in an order of its own. */
  Switchback blocks(long seed) {
    return new Switchback(blockTicks, washOutTicks, seed);
  }
}
