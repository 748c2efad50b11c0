package io.adaptivelb.scoring;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;

/**
 * What the published scores compare with.
 *
 * @param errorThreshold the least error ratio that may count as a breach; the threshold in force is this or four times the
 *     cluster's own median, whichever is larger; 0.0001…1
 * @param latencyObjective the p95 at which performance is 50; 0: twice the cluster's median
 */
public record ScoreSettings(double errorThreshold, Duration latencyObjective) {
  /** The defaults. */
  public static final ScoreSettings DEFAULTS = new ScoreSettings(0.01, Duration.ZERO);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public ScoreSettings {
    requireInRange("errorThreshold", errorThreshold, 0.0001, 1);
    requireInRange("latencyObjective", latencyObjective, Duration.ZERO, Duration.ofMinutes(10));
  }
}
