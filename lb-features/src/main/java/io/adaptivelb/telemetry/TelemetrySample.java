package io.adaptivelb.telemetry;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import java.time.Duration;
import java.time.Instant;

/**
 * What one observer saw of one endpoint during one interval (usually 5 s). Immutable.
 *
 * <p>Counts are what happened in the interval: whoever reads cumulative counters takes the differences with {@link
 * CounterDelta}, so a counter reset never shows here. Latency is a mergeable histogram, because quantiles of several
 * observers do not add up.
 *
 * @param cluster the cluster
 * @param endpoint the endpoint that it speaks of
 * @param observer who saw it
 * @param time the end of the interval
 * @param interval its length; &gt; 0, at most 366 days
 * @param outcomes how the requests that ended in it ended
 * @param latency of the successes, from the observer's point of view
 * @param inFlight requests being served or queued at the end of the interval; ≥ 0 or NaN
 * @param resources the endpoint's meters
 * @param circuitBreaker the breaker in front of it
 * @param startTime when the endpoint's process started, or {@link Instant#EPOCH} where nobody says
 */
public record TelemetrySample(
    ClusterId cluster,
    EndpointId endpoint,
    Observer observer,
    Instant time,
    Duration interval,
    Outcomes outcomes,
    LatencyHistogram latency,
    double inFlight,
    Resources resources,
    CircuitBreaker circuitBreaker,
    Instant startTime)
    implements Signal {
  private static final Duration MAX_INTERVAL = Duration.ofDays(366);

  /** Throws {@link IllegalArgumentException} naming a value that breaks the rules above. */
  public TelemetrySample {
    if (interval.isNegative() || interval.isZero() || interval.compareTo(MAX_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "interval is %s; it must be > 0 and at most 366 days".formatted(interval));
    }
    if (inFlight < 0 || Double.isInfinite(inFlight)) {
      throw new IllegalArgumentException("inFlight is %s; it must be ≥ 0".formatted(inFlight));
    }
  }

  /** Requests that ended, per second. */
  public double requestsPerSecond() {
    return outcomes.requests() / seconds();
  }

  /** The interval's length in seconds. */
  public double seconds() {
    return interval.toNanos() * 1e-9;
  }
}
