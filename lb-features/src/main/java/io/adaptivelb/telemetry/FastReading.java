package io.adaptivelb.telemetry;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import java.time.Instant;

/**
 * A short bin (250 ms) of what the fast path needs and no more: errors and in-flight requests.
 *
 * @param cluster the cluster
 * @param endpoint the endpoint
 * @param time the end of the bin
 * @param started requests sent to the endpoint in the bin
 * @param outcomes how the requests that ended in the bin ended
 * @param inFlight requests at the endpoint at its end, over all observers that report; ≥ 0 or NaN
 */
public record FastReading(
    ClusterId cluster,
    EndpointId endpoint,
    Instant time,
    long started,
    Outcomes outcomes,
    double inFlight)
    implements Signal {
  /** Throws {@link IllegalArgumentException} naming a negative value. */
  public FastReading {
    if (started < 0) {
      throw new IllegalArgumentException("started is %d; it must be ≥ 0".formatted(started));
    }
    if (inFlight < 0 || Double.isInfinite(inFlight)) {
      throw new IllegalArgumentException("inFlight is %s; it must be ≥ 0".formatted(inFlight));
    }
  }
}
