package io.adaptivelb.scrape;

import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import java.time.Duration;
import java.time.Instant;

/**
 * What a page says of the time between two of its readings. Immutable.
 *
 * @param length of the interval; &gt; 0
 * @param outcomes of the requests that ended in it
 * @param latency of the successes
 * @param inFlight at its end; NaN: not reported
 * @param resources the meters
 * @param startTime of the process, or {@link Instant#EPOCH}
 */
public record PageInterval(
    Duration length,
    Outcomes outcomes,
    LatencyHistogram latency,
    double inFlight,
    Resources resources,
    Instant startTime) {
  /** The same with what it leaves out taken from {@code other}: meters, in-flight requests and start time. */
  public PageInterval orElse(PageInterval other) {
    return new PageInterval(
        length,
        outcomes,
        latency,
        or(inFlight, other.inFlight),
        new Resources(
            or(resources.cores(), other.resources.cores()),
            or(resources.busyCores(), other.resources.busyCores()),
            or(resources.loadAveragePerCore(), other.resources.loadAveragePerCore()),
            or(resources.memoryRatio(), other.resources.memoryRatio())),
        startTime.equals(Instant.EPOCH) ? other.startTime : startTime);
  }

  private static double or(double value, double fallback) {
    return Double.isNaN(value) ? fallback : value;
  }
}
