package io.adaptivelb.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request of either protocol, in the terms that they share. Immutable.
 *
 * @param typeUrl the kind of resource that it is about
 * @param node who asks; streams carry it in the first request only
 * @param nonce the response that it answers; empty in the first request
 * @param error why the client refuses that response, if it does
 * @param wish what the client wants from now on
 */
record XdsRequest(
    String typeUrl, Optional<Node> node, String nonce, Optional<String> error, Wish wish) {
  /** What a client subscribes to. */
  sealed interface Wish {}

  /** State of the world: all names, each time. */
  record Names(List<String> names) implements Wish {}

  /** Delta: what changes, and on the first request of a stream what the client has from an earlier one. */
  record Changes(List<String> subscribe, List<String> unsubscribe, Map<String, String> held)
      implements Wish {}

  static XdsRequest of(DiscoveryRequest request) {
    return new XdsRequest(
        request.getTypeUrl(),
        request.hasNode() ? Optional.of(request.getNode()) : Optional.empty(),
        request.getResponseNonce(),
        request.hasErrorDetail()
            ? Optional.of(request.getErrorDetail().getMessage())
            : Optional.empty(),
        new Names(request.getResourceNamesList()));
  }

  static XdsRequest of(DeltaDiscoveryRequest request) {
    return new XdsRequest(
        request.getTypeUrl(),
        request.hasNode() ? Optional.of(request.getNode()) : Optional.empty(),
        request.getResponseNonce(),
        request.hasErrorDetail()
            ? Optional.of(request.getErrorDetail().getMessage())
            : Optional.empty(),
        new Changes(
            request.getResourceNamesSubscribeList(),
            request.getResourceNamesUnsubscribeList(),
            request.getInitialResourceVersionsMap()));
  }
}
