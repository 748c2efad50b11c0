package io.adaptivelb.weights;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All weights of one cluster at one moment: what proxies get, and what the next tick starts from. Immutable.
 *
 * @param cluster the cluster
 * @param version rises whenever something changes for proxies, across restarts too; scores alone do not raise it
 * @param time when it was decided
 * @param rung where the weights come from
 * @param endpoints never empty; ordered by id
 */
public record WeightSnapshot(
    ClusterId cluster, long version, Instant time, Rung rung, List<EndpointWeight> endpoints) {
  /** The weight of an endpoint that gets exactly its fair share. */
  public static final int FAIR_SHARE = 1_000;

  /** Copies the list; throws {@link IllegalArgumentException} when it is empty. */
  public WeightSnapshot {
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException(
          "cluster %s: a snapshot without endpoints would be an outage".formatted(cluster));
    }
  }

  /** The line of an endpoint, if it is a member. */
  public Optional<EndpointWeight> find(EndpointId id) {
    return endpoints.stream().filter(e -> e.id().equals(id)).findFirst();
  }

  /** Whether proxies would do the same with both: same endpoints, weights and health, whatever the scores. */
  public boolean sameForProxies(WeightSnapshot other) {
    if (!cluster.equals(other.cluster) || endpoints.size() != other.endpoints.size()) {
      return false;
    }
    for (int i = 0; i < endpoints.size(); i++) {
      EndpointWeight a = endpoints.get(i);
      EndpointWeight b = other.endpoints.get(i);
      if (a.weight() != b.weight()
          || a.status() != b.status()
          || !a.id().equals(b.id())
          || !a.endpoint().locality().equals(b.endpoint().locality())) {
        return false;
      }
    }
    return true;
  }
}
