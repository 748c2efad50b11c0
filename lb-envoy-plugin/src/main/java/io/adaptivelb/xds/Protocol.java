package io.adaptivelb.xds;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.List;

/**
 * One of the two ways in which xDS speaks.
 *
 * @param <Q> its requests
 * @param <R> its responses
 */
sealed interface Protocol<Q, R> {
  /** The request in common terms. */
  XdsRequest read(Q request);

  /** A response with the given resources. */
  R response(ResourceType type, String nonce, List<VersionedResource> resources);

  /** State of the world. */
  record StateOfTheWorld() implements Protocol<DiscoveryRequest, DiscoveryResponse> {
    @Override
    public XdsRequest read(DiscoveryRequest request) {
      return XdsRequest.of(request);
    }

    @Override
    public DiscoveryResponse response(
        ResourceType type, String nonce, List<VersionedResource> resources) {
      DiscoveryResponse.Builder response = DiscoveryResponse.newBuilder()
          .setTypeUrl(type.url())
          .setNonce(nonce)
          .setVersionInfo(version(resources));
      resources.forEach(resource -> response.addResources(resource.body()));
      return response.build();
    }
  }

  /** Delta. */
  record Delta() implements Protocol<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
    @Override
    public XdsRequest read(DeltaDiscoveryRequest request) {
      return XdsRequest.of(request);
    }

    @Override
    public DeltaDiscoveryResponse response(
        ResourceType type, String nonce, List<VersionedResource> resources) {
      DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder()
          .setTypeUrl(type.url())
          .setNonce(nonce)
          .setSystemVersionInfo(version(resources));
      resources.forEach(resource -> response.addResources(resource.delta()));
      return response.build();
    }
  }

  /** A response of one resource has that one's version; one of several has a digest of theirs. */
  private static String version(List<VersionedResource> resources) {
    if (resources.size() == 1) {
      return resources.get(0).version();
    }
    int digest = 1;
    for (VersionedResource resource : resources) {
      digest =
          31 * (31 * digest + resource.name().hashCode()) + resource.version().hashCode();
    }
    return "%d-%08x".formatted(resources.size(), digest);
  }
}
