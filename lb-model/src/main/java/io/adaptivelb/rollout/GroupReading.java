package io.adaptivelb.rollout;

import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;

/**
 * What clients saw of one group in one tick. Immutable.
 *
 * @param requests all that ended
 * @param errors those of them that failed; ≤ requests
 * @param latency of the successes
 */
public record GroupReading(long requests, long errors, LatencyHistogram latency) {
  /** No request. */
  public static final GroupReading NONE = new GroupReading(0, 0, LatencyHistogram.EMPTY);

  /** Throws {@link IllegalArgumentException} when a count is out of range. */
  public GroupReading {
    if (errors < 0 || errors > requests || requests > Outcomes.MAX_COUNT) {
      throw new IllegalArgumentException(
          "%d errors of %d requests; it must be 0 ≤ errors ≤ requests ≤ %d"
              .formatted(errors, requests, Outcomes.MAX_COUNT));
    }
  }

  /** Both together. */
  public GroupReading plus(GroupReading other) {
    long sum = Math.min(Outcomes.MAX_COUNT, requests + other.requests);
    return new GroupReading(sum, Math.min(sum, errors + other.errors), latency.plus(other.latency));
  }
}
