package io.adaptivelb.domain;

import java.util.Map;

/**
 * A member of a cluster, as discovery reports it. Immutable.
 *
 * @param id where it listens
 * @param locality where it runs
 * @param labels what discovery knows of it besides (hardware class, version); copied
 */
public record Endpoint(EndpointId id, Locality locality, Map<String, String> labels) {
  /** Copies the labels. */
  public Endpoint {
    labels = Map.copyOf(labels);
  }

  /** An endpoint of which nothing but the address is known. */
  public static Endpoint of(EndpointId id) {
    return new Endpoint(id, Locality.UNKNOWN, Map.of());
  }
}
