package io.adaptivelb.envoyadmin;

import io.adaptivelb.telemetry.Outcomes;

/**
 * What one proxy saw of one host between two looks. Immutable.
 *
 * @param started requests that Envoy tried to send, connections that failed included
 * @param outcomes of the requests that ended
 * @param inFlight at the end
 */
public record HostInterval(long started, Outcomes outcomes, double inFlight) {
  /** Both together, as two proxies see the same host. */
  public HostInterval plus(HostInterval other) {
    return new HostInterval(
        started + other.started, outcomes.plus(other.outcomes), inFlight + other.inFlight);
  }
}
