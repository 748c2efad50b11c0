package io.adaptivelb.xds;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.service.discovery.v3.Resource;

/**
 * A resource as it travels: serialised once, then shared by every stream. Immutable.
 *
 * @param name the resource's name, which is the cluster's
 * @param version differs whenever the bytes do
 * @param body for state-of-the-world responses
 * @param delta the same for delta responses
 */
record VersionedResource(String name, String version, Any body, Resource delta) {
  static VersionedResource of(String name, String version, Any body) {
    Resource delta = Resource.newBuilder()
        .setName(name)
        .setVersion(version)
        .setResource(body)
        .build();
    return new VersionedResource(name, version, body, delta);
  }

  int bytes() {
    return body.getValue().size();
  }
}
