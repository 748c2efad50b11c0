package io.adaptivelb.allocation;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;

/**
 * How estimates become weights, and where the rails stand. Ratios are multiples of the fair share.
 *
 * @param optimality 0: weights proportional to capacity, 1: equal predicted marginal latency; between: their geometric
 *     mean
 * @param headroom the load that is planned for, over the load that is predicted; 1…3
 * @param gain how far a tick moves a weight towards its target, on the log scale; 0…1
 * @param maxStepUp largest factor by which a tick raises a weight; &gt; 1
 * @param maxStepDown largest factor by which a tick lowers a weight; &gt; 1
 * @param explorationFloor least weight of a member that is not ejected; 0.001…0.5
 * @param maxRatio largest weight; 1…10
 * @param deadBand when no weight is further than this from fair, on the log scale, all are equal; 0 turns it off
 * @param errorExponent a share f of errors multiplies a weight by (1 − f) to this power; 0…16
 * @param minChange least change of a weight, on the log scale, that is worth a push; 0…1
 * @param minPushInterval least time between two pushes that change nothing but weights by the tick
 * @param slowStart how long a new or restarted endpoint is ramped up; 0 turns it off
 * @param slowStartRatio the share of its weight that it starts with; 0.01…1
 * @param staleAfter age of an endpoint's telemetry from which its weight fades towards neutral
 * @param neutralAfter age at which it is neutral; &gt; staleAfter
 */
public record AllocationSettings(
    double optimality,
    double headroom,
    double gain,
    double maxStepUp,
    double maxStepDown,
    double explorationFloor,
    double maxRatio,
    double deadBand,
    double errorExponent,
    double minChange,
    Duration minPushInterval,
    Duration slowStart,
    double slowStartRatio,
    Duration staleAfter,
    Duration neutralAfter) {
  /** The defaults. */
  public static final AllocationSettings DEFAULTS = new AllocationSettings(
      0.5,
      1.2,
      0.6,
      4,
      5,
      0.02,
      10,
      0.15,
      4,
      0.03,
      Duration.ofSeconds(1),
      Duration.ofSeconds(15),
      0.25,
      Duration.ofSeconds(15),
      Duration.ofSeconds(60));

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public AllocationSettings {
    requireInRange("optimality", optimality, 0, 1);
    requireInRange("headroom", headroom, 1, 3);
    requireInRange("gain", gain, 0.01, 1);
    requireInRange("maxStepUp", maxStepUp, 1.01, 100);
    requireInRange("maxStepDown", maxStepDown, 1.01, 100);
    requireInRange("explorationFloor", explorationFloor, 0.001, 0.5);
    requireInRange("maxRatio", maxRatio, 1, 10);
    requireInRange("deadBand", deadBand, 0, 2);
    requireInRange("errorExponent", errorExponent, 0, 16);
    requireInRange("minChange", minChange, 0, 1);
    requireInRange("minPushInterval", minPushInterval, Duration.ZERO, Duration.ofMinutes(5));
    requireInRange("slowStart", slowStart, Duration.ZERO, Duration.ofMinutes(30));
    requireInRange("slowStartRatio", slowStartRatio, 0.01, 1);
    requireInRange("staleAfter", staleAfter, Duration.ofSeconds(1), Duration.ofHours(1));
    requireInRange("neutralAfter", neutralAfter, staleAfter.plusMillis(1), Duration.ofHours(24));
  }
}
