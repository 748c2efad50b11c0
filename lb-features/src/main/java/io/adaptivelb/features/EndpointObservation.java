package io.adaptivelb.features;

import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is believed of one endpoint in one tick, after everybody who watched it was heard. Immutable.
 *
 * <p>An endpoint and the proxies in front of it count the same requests from two sides, so their counts must not be added
 * up. Where both speak:
 *
 * <ul>
 *   <li><b>successes, latency, in-flight, resources</b> come from the endpoint: work done and CPU spent must be measured
 *       by the same meter for their quotient to mean anything. Where the endpoint does not say (no requests counted, no
 *       latency, NaN), the proxies do. Successes come from the proxies also where they saw more than twice as many:
 *       answers that arrived did happen.
 *   <li><b>timeouts and connection failures</b> come from the proxies, which alone see them. Where the endpoint answers
 *       more than the proxies sent, somebody sends past the proxies that we watch, and their counts are extrapolated to the
 *       endpoint's volume (with {@value #PRIOR_REQUESTS} good requests added, so that one unlucky request is not).
 *   <li><b>server errors and rejections</b> together come from the view in which they are the larger share. Within them,
 *       the larger count of rejections is believed and the rest are server errors: most proxies count any 503 as an error.
 * </ul>
 *
 * <p>A request that timed out at the proxy and was answered late by the endpoint is counted twice; nobody can tell.
 *
 * @param endpoint the endpoint
 * @param time the end of the interval: the latest of the samples
 * @param interval the length that the counts speak of; &gt; 0
 * @param outcomes how the requests that ended in it ended
 * @param latency of the successes; may hold fewer or more observations than {@code outcomes} has successes
 * @param inFlight requests being served or queued at the end of the interval; ≥ 0 or NaN
 * @param resources the endpoint's meters
 * @param circuitBreaker the least permissive state that anybody reports
 * @param startTime when the endpoint's process started, or {@link Instant#EPOCH} where nobody says
 * @param doubt 0…1, how far the observers contradict each other: 0 while the successes that they count differ by less than
 *     2×, then rising with the logarithm to 1 at 4× when the proxies saw more than the endpoint admits, and to ½ when the
 *     endpoint claims more (the rest may have come past the proxies that we watch). Diverging error shares are no doubt:
 *     the worse one is believed
 */
public record EndpointObservation(
    EndpointId endpoint,
    Instant time,
    Duration interval,
    Outcomes outcomes,
    LatencyHistogram latency,
    double inFlight,
    Resources resources,
    CircuitBreaker circuitBreaker,
    Instant startTime,
    double doubt) {
  /** Requests that every proxy's error share is diluted with before it is extrapolated. */
  static final int PRIOR_REQUESTS = 30;

  /** Throws {@link IllegalArgumentException} naming a value that breaks the rules above. */
  public EndpointObservation {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval is %s; it must be > 0".formatted(interval));
    }
    if (inFlight < 0 || Double.isInfinite(inFlight)) {
      throw new IllegalArgumentException("inFlight is %s; it must be ≥ 0".formatted(inFlight));
    }
    if (!(doubt >= 0 && doubt <= 1)) {
      throw new IllegalArgumentException("doubt is %s; it must be in 0…1".formatted(doubt));
    }
  }

  /**
   * Fuses all samples that speak of one endpoint in one tick, in any order. Several samples of one observer follow one
   * another in time (a tick that took two); one delivered twice (same observer, same time) counts once.
   *
   * @throws IllegalArgumentException when there is no sample, or they speak of different clusters or endpoints
   */
  public static EndpointObservation fuse(List<TelemetrySample> samplesOfOneEndpointInOneTick) {
    return Fusion.fuse(samplesOfOneEndpointInOneTick);
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
