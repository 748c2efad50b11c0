package io.adaptivelb.control;

import static io.adaptivelb.domain.Ranges.requireInRange;

/**
 * How a loop that answers to its own weights is damped.
 *
 * @param damping whether the gain is lowered; the monitor watches and shows what it sees in any case
 * @param safetyShare of the stability limit that the loop's gain may reach; 0.1…1
 */
public record StabilitySettings(boolean damping, double safetyShare) {
  /** The defaults. */
  public static final StabilitySettings DEFAULTS = new StabilitySettings(true, 0.5);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public StabilitySettings {
    requireInRange("safetyShare", safetyShare, 0.1, 1);
  }
}
