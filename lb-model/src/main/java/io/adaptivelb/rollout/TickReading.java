package io.adaptivelb.rollout;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Instant;

/**
 * What a tick showed of those who get the canary's weights and of those who do not. Immutable.
 *
 * @param time the end of the tick
 * @param canary who gets the blended weights
 * @param rest who gets the active model's
 * @param canaryChurn how much of the traffic the blended weights moved since the tick before ({@link Blending#distance}),
 *     0…1
 * @param restChurn the same of the active model's weights
 */
public record TickReading(
    Instant time, GroupReading canary, GroupReading rest, double canaryChurn, double restChurn) {
  /** Throws {@link IllegalArgumentException} when a churn is not in 0…1. */
  public TickReading {
    requireInRange("canaryChurn", canaryChurn, 0, 1);
    requireInRange("restChurn", restChurn, 0, 1);
  }
}
