package io.adaptivelb.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A recorded day of one system.
 *
 * @param name what reports call it: its folder's name
 * @param start the time of minute 0
 * @param minutes how many minutes there are
 * @param pods one series a pod, ordered by name
 * @param faults what was injected, by time
 * @param intake what became of the files' rows
 */
public record Recording(
    String name,
    Instant start,
    int minutes,
    List<PodSeries> pods,
    List<Fault> faults,
    Intake intake) {
  /** Copies; all pods must have the same minutes. */
  public Recording {
    pods = List.copyOf(pods);
    faults = List.copyOf(faults);
    for (PodSeries pod : pods) {
      if (pod.minutes() != minutes) {
        throw new IllegalArgumentException("%s: %s has %d minutes, the recording %d"
            .formatted(name, pod.pod(), pod.minutes(), minutes));
      }
    }
  }

  /** The time that a minute's sample speaks of. */
  public Instant time(int minute) {
    return start.plus(Duration.ofMinutes(minute));
  }

  /** The first fault on a pod that began at most {@code within} before a time. */
  public Optional<Fault> faultOn(String pod, Instant time, Duration within) {
    return faults.stream()
        .filter(fault -> fault.pod().equals(pod)
            && !time.isBefore(fault.time())
            && time.isBefore(fault.time().plus(within)))
        .findFirst();
  }
}
