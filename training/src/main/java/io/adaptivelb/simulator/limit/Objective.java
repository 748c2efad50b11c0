package io.adaptivelb.simulator.limit;

import static io.adaptivelb.domain.Ranges.requireInRange;

import io.adaptivelb.simulator.play.Figures;

/**
 * What a policy must keep under load.
 *
 * @param p99Millis most that the p99 of the successes may be, as the geometric mean of the seeds; 0.001…3 600 000
 * @param errorRatio largest share of requests that may fail, as the mean of the seeds; 0…1
 */
public record Objective(double p99Millis, double errorRatio) {
  /** Half a per cent. */
  public static final double ERROR_RATIO = 0.005;

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public Objective {
    requireInRange("p99Millis", p99Millis, 0.001, 3_600_000);
    requireInRange("errorRatio", errorRatio, 0, 1);
  }

  boolean isKept(Figures mean) {
    return mean.p99Millis() <= p99Millis && mean.errorRatio() <= errorRatio;
  }
}
