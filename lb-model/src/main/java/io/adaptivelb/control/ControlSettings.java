package io.adaptivelb.control;

import io.adaptivelb.allocation.AllocationSettings;
import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.ejection.EjectionSettings;
import io.adaptivelb.fastpath.FastPathSettings;
import io.adaptivelb.scoring.ScoreSettings;
import java.time.Duration;

/**
 * All that can be tuned in a {@link ControlLoop}.
 *
 * @param tick how often weights are computed; the caller keeps the clock, the loop needs to know; 1 s…1 min
 * @param estimation how capacity is estimated
 * @param allocation how estimates become weights, and the rails
 * @param ejection when errors take an endpoint out, and how it comes back
 * @param fastPath what happens between two ticks
 * @param scores what the published scores compare with
 * @param stability how a loop that answers to its own weights is damped
 */
public record ControlSettings(
    Duration tick,
    EstimationSettings estimation,
    AllocationSettings allocation,
    EjectionSettings ejection,
    FastPathSettings fastPath,
    ScoreSettings scores,
    StabilitySettings stability) {
  /** What a cluster gets when nobody says otherwise. */
  public static final ControlSettings DEFAULTS = new ControlSettings(
      Duration.ofSeconds(5),
      EstimationSettings.DEFAULTS,
      AllocationSettings.DEFAULTS,
      EjectionSettings.DEFAULTS,
      FastPathSettings.DEFAULTS,
      ScoreSettings.DEFAULTS,
      StabilitySettings.DEFAULTS);

  /** Throws {@link IllegalArgumentException} naming a value that breaks the rules above. */
  public ControlSettings {
    if (tick.compareTo(Duration.ofSeconds(1)) < 0 || tick.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("tick is %s; it must be in 1s…1m".formatted(tick));
    }
  }
}
