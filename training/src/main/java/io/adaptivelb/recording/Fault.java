package io.adaptivelb.recording;

import java.time.Instant;

/**
 * A fault that somebody injected into a pod on purpose.
 *
 * @param time when it began
 * @param pod into which pod
 * @param kind what it was: {@code cpu_contention}, {@code network_delay}, …
 */
public record Fault(Instant time, String pod, String kind) {
  /** Names must not be blank. */
  public Fault {
    if (pod.isBlank() || kind.isBlank()) {
      throw new IllegalArgumentException(
          "a fault at %s on pod \"%s\" of kind \"%s\": neither may be blank"
              .formatted(time, pod, kind));
    }
  }
}
