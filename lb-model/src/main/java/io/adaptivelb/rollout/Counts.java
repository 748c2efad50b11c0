package io.adaptivelb.rollout;

/**
 * Events of one kind in the two groups. Immutable.
 *
 * @param canaryEvents in the canary's group; ≥ 0
 * @param restEvents in the others'; ≥ 0
 * @param canaryExposure requests that could have been such an event; ≥ 0
 * @param restExposure the same of the others
 */
record Counts(long canaryEvents, long restEvents, long canaryExposure, long restExposure) {
  Counts {
    if (canaryEvents < 0 || restEvents < 0 || canaryExposure < 0 || restExposure < 0) {
      throw new IllegalArgumentException("counts %d/%d and %d/%d; none may be negative"
          .formatted(canaryEvents, canaryExposure, restEvents, restExposure));
    }
  }

  /** Whether they say anything about the difference of the groups. */
  boolean informative() {
    return canaryExposure > 0 && restExposure > 0 && canaryEvents + restEvents > 0;
  }
}
