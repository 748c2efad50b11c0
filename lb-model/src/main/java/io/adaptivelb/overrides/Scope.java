package io.adaptivelb.overrides;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;

/** What an override applies to; the narrower scope wins. */
public sealed interface Scope {
  /** Whether the endpoint of the cluster is within the scope. */
  boolean covers(ClusterId cluster, EndpointId endpoint);

  /**
   * One endpoint.
   *
   * @param cluster its cluster
   * @param endpoint the endpoint
   */
  record OfEndpoint(ClusterId cluster, EndpointId endpoint) implements Scope {
    @Override
    public boolean covers(ClusterId otherCluster, EndpointId otherEndpoint) {
      return cluster.equals(otherCluster) && endpoint.equals(otherEndpoint);
    }
  }

  /**
   * All endpoints of one cluster.
   *
   * @param cluster the cluster
   */
  record OfCluster(ClusterId cluster) implements Scope {
    @Override
    public boolean covers(ClusterId otherCluster, EndpointId endpoint) {
      return cluster.equals(otherCluster);
    }
  }

  /** Every endpoint of every cluster. */
  record Everything() implements Scope {
    @Override
    public boolean covers(ClusterId cluster, EndpointId endpoint) {
      return true;
    }
  }
}
