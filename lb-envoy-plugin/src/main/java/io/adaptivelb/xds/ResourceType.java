package io.adaptivelb.xds;

import java.util.Optional;

/**
 * The kinds of resources that are served.
 *
 * <p>Envoy needs {@link #ENDPOINTS} only: its listeners, routes and clusters are the user's own, in the bootstrap. A
 * proxyless gRPC client has no such file and asks for the other two as well, by the name of the cluster.
 */
enum ResourceType {
  /** LDS: the entry of a proxyless client, with its route inline. */
  LISTENER("type.googleapis.com/envoy.config.listener.v3.Listener", true),
  /** CDS: a cluster whose endpoints come over the same stream. */
  CLUSTER("type.googleapis.com/envoy.config.cluster.v3.Cluster", true),
  /** EDS: endpoints with weights and health. */
  ENDPOINTS("type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment", false);

  private final String url;
  private final boolean wholeStates;

  ResourceType(String url, boolean wholeStates) {
    this.url = url;
    this.wholeStates = wholeStates;
  }

  String url() {
    return url;
  }

  /**
   * Whether a state-of-the-world response must hold every resource that the client asked for, because it takes what is
   * missing as deleted. Also says that asking for no name in particular means all of them.
   */
  boolean wholeStates() {
    return wholeStates;
  }

  static Optional<ResourceType> ofUrl(String url) {
    for (ResourceType type : values()) {
      if (type.url.equals(url)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
