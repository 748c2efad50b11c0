package io.adaptivelb.xds;

import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Locale;

/** How the endpoints of a cluster are laid out in an assignment; fixed for the life of a stream. */
enum Shape {
  /** Endpoints by locality, each with its weight: what Envoy reads. */
  BY_LOCALITY,
  /**
   * Each endpoint in a locality of its own, which carries the weight: gRPC clients ignore the weights of endpoints, but
   * follow those of localities.
   */
  ENDPOINT_PER_LOCALITY;

  /** A boolean in the node's metadata that overrules the guess from its user agent. */
  static final String METADATA_KEY = "adaptivelb.endpoint_per_locality";

  static Shape of(Node node) {
    Value asked = node.getMetadata().getFieldsMap().get(METADATA_KEY);
    if (asked != null && asked.hasBoolValue()) {
      return asked.getBoolValue() ? ENDPOINT_PER_LOCALITY : BY_LOCALITY;
    }
    return node.getUserAgentName().toLowerCase(Locale.ROOT).contains("grpc")
        ? ENDPOINT_PER_LOCALITY
        : BY_LOCALITY;
  }
}
