package io.adaptivelb.telemetry;

import io.adaptivelb.domain.Locality;

/**
 * Who saw what a sample says: what an endpoint knows of itself and what a proxy sees of it differ, and both matter.
 *
 * @param kind which side of the wire it stands on
 * @param name unique among its kind: the endpoint's address, the proxy's node id
 * @param locality where it runs
 */
public record Observer(Kind kind, String name, Locality locality) {
  /** The side of the wire. */
  public enum Kind {
    /** The endpoint itself: sees queueing inside the process, CPU and memory; not what never arrived. */
    ENDPOINT,
    /** A proxy in front of it: sees timeouts, refused connections and what its clients wait for. */
    PROXY
  }
}
