package io.adaptivelb.telemetry;

import io.adaptivelb.domain.ClusterId;
import java.time.Instant;

/**
 * Everything that can tell the control loop something: the one type that sources publish, the bus carries, and replay and
 * simulation feed. Immutable.
 */
public sealed interface Signal permits Membership, TelemetrySample, FastReading, HealthTransition {
  /** The cluster that the signal speaks of. */
  ClusterId cluster();

  /** When what it says became true; for an interval, its end. */
  Instant time();
}
