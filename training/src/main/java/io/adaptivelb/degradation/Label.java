package io.adaptivelb.degradation;

import io.adaptivelb.recording.Fault;
import io.adaptivelb.recording.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a pod's minute is one of a fault, one of none, or one of which nobody can tell. */
sealed interface Label {
  /** So long after it began a fault degrades its pod. */
  Duration DEGRADED = Duration.ofMinutes(4);
  /** So long after that the pod recovers: neither degraded nor healthy. */
  Duration RECOVERING = Duration.ofMinutes(4);

  /** A fault on the pod began less than four minutes ago. */
  record Degraded(Fault fault) implements Label {}

  /** None did, for eight minutes. */
  record Healthy() implements Label {}

  /** Left out. */
  record Recovering() implements Label {}

  static Label of(Recording recording, String pod, int minute) {
    Instant time = recording.time(minute);
    Optional<Fault> running = recording.faultOn(pod, time, DEGRADED);
    if (running.isPresent()) {
      return new Degraded(running.get());
    }
    return recording.faultOn(pod, time, DEGRADED.plus(RECOVERING)).isPresent()
        ? new Recovering()
        : new Healthy();
  }
}
