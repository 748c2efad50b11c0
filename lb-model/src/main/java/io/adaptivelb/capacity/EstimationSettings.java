package io.adaptivelb.capacity;

import static io.adaptivelb.domain.Ranges.requireInRange;

/**
 * How the analytic estimate learns; the defaults are the ones that the simulator found.
 *
 * @param minSuccesses successes from which service demand is read; where a tick has fewer, ticks are put together
 * @param demandGain weight of a tick's service demand against what was believed, on the log scale; 0…1
 * @param lineDecay what the fleet line keeps of its past in a tick; 0…1
 * @param linePriorSlope slope that the fleet line is shrunk towards: median over mean of a typical latency
 * @param excessRatio observed over predicted sojourn time from which hidden CPU steal is inferred; &gt; 1
 * @param coresGainDown weight of a lower reading of effective cores; 0…1
 * @param coresGainUp weight of a higher reading; 0…1
 * @param minCoresRatio the least share of its cores that an endpoint is believed to have left; 0…1
 */
public record EstimationSettings(
    long minSuccesses,
    double demandGain,
    double lineDecay,
    double linePriorSlope,
    double excessRatio,
    double coresGainDown,
    double coresGainUp,
    double minCoresRatio) {
  /** The defaults. */
  public static final EstimationSettings DEFAULTS =
      new EstimationSettings(30, 0.6, 0.9, 0.73, 1.25, 0.78, 0.42, 0.03);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public EstimationSettings {
    requireInRange("minSuccesses", minSuccesses, 1, 1_000_000);
    requireInRange("demandGain", demandGain, 0.01, 1);
    requireInRange("lineDecay", lineDecay, 0, 0.999);
    requireInRange("linePriorSlope", linePriorSlope, 0.1, 2);
    requireInRange("excessRatio", excessRatio, 1.01, 10);
    requireInRange("coresGainDown", coresGainDown, 0.01, 1);
    requireInRange("coresGainUp", coresGainUp, 0.01, 1);
    requireInRange("minCoresRatio", minCoresRatio, 0.001, 1);
  }
}
