package io.adaptivelb.admin;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;

/** Whether the scoring loop ticks: a restart cures it when it does not. */
final class LoopCheck extends HealthCheck {
  static final String NAME = "loop";
  private static final int MISSED_TICKS = 4;

  private final ControlPlane plane;
  private final InstantSource clock;

  LoopCheck(ControlPlane plane, InstantSource clock) {
    this.plane = plane;
    this.clock = clock;
  }

  @Override
  protected Result check() {
    ControlPlane.Pulse pulse = plane.pulse();
    if (pulse.failure().isPresent()) {
      return Result.unhealthy("the loop failed: %s", pulse.failure().get());
    }
    Duration allowed = pulse.period().multipliedBy(MISSED_TICKS);
    Optional<Instant> last = pulse.ticks().values().stream().max(Comparator.naturalOrder());
    Duration age = Duration.between(last.orElse(pulse.started()), clock.instant());
    if (!pulse.ticks().isEmpty() && age.compareTo(allowed) > 0) {
      return Result.unhealthy(
          "the last tick was %d ms ago, a tick is due every %d ms",
          age.toMillis(), pulse.period().toMillis());
    }
    return Result.healthy(
        last.isPresent() ? "last tick %d ms ago".formatted(age.toMillis()) : "no cluster yet");
  }
}
