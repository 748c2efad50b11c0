package io.adaptivelb.rollout;

import static io.adaptivelb.domain.Ranges.requireInRange;

/**
 * How the two groups differ without the new model. Immutable.
 *
 * @param slowRatio slow requests may be so many times as frequent in the canary's group; 0.01…100
 * @param slowDispersion so many slow requests come together; 1…1 000
 * @param errorRatio the same for errors
 * @param errorDispersion the same for errors
 */
public record Baseline(
    double slowRatio, double slowDispersion, double errorRatio, double errorDispersion) {
  /** Nothing was measured: the groups are taken to be alike. */
  public static final Baseline NONE = new Baseline(1, 1, 1, 1);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public Baseline {
    requireInRange("slowRatio", slowRatio, 0.01, 100);
    requireInRange("slowDispersion", slowDispersion, 1, 1_000);
    requireInRange("errorRatio", errorRatio, 0.01, 100);
    requireInRange("errorDispersion", errorDispersion, 1, 1_000);
  }
}
