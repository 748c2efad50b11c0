package io.adaptivelb.telemetry;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All endpoints of a cluster, as discovery sees them: a statement of the whole, not a difference.
 *
 * @param cluster the cluster
 * @param time when discovery saw it
 * @param endpoints copied; no two with the same id
 */
public record Membership(ClusterId cluster, Instant time, List<Endpoint> endpoints)
    implements Signal {
  /** Copies the list; throws {@link IllegalArgumentException} naming an endpoint listed twice. */
  public Membership {
    endpoints = List.copyOf(endpoints);
    Set<EndpointId> seen = new HashSet<>();
    for (Endpoint endpoint : endpoints) {
      if (!seen.add(endpoint.id())) {
        throw new IllegalArgumentException(
            "cluster %s lists endpoint %s twice".formatted(cluster, endpoint.id()));
      }
    }
  }
}
