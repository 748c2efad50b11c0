package io.adaptivelb.clusters;

import io.adaptivelb.domain.EndpointId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to a cluster: exactly one of the parts must be set.
 *
 * @param endpoints a list that does not change
 * @param file a file that is watched
 * @param dns a name that is looked up again and again
 */
public record DiscoverySettings(
    @Nullable List<EndpointSettings> endpoints,
    @Nullable FileSettings file,
    @Nullable DnsSettings dns) {
  /** Throws {@link IllegalArgumentException} unless exactly one part is set and no endpoint is listed twice. */
  public DiscoverySettings {
    int parts = Defaults.count(endpoints, file, dns);
    if (parts != 1) {
      throw new IllegalArgumentException(
          "%d of endpoints, file and dns are set; exactly one must be".formatted(parts));
    }
    if (endpoints != null) {
      endpoints = List.copyOf(endpoints);
      if (endpoints.isEmpty()) {
        throw new IllegalArgumentException("endpoints is empty; a cluster has at least one");
      }
      Set<EndpointId> seen = new HashSet<>();
      for (EndpointSettings endpoint : endpoints) {
        if (!seen.add(endpoint.endpoint().id())) {
          throw new IllegalArgumentException(
              "endpoints lists %s twice".formatted(endpoint.address()));
        }
      }
    }
  }

  /** A list that does not change. */
  public static DiscoverySettings of(List<EndpointSettings> endpoints) {
    return new DiscoverySettings(endpoints, null, null);
  }

  /** A watched file. */
  public static DiscoverySettings of(FileSettings file) {
    return new DiscoverySettings(null, file, null);
  }

  /** A DNS name. */
  public static DiscoverySettings of(DnsSettings dns) {
    return new DiscoverySettings(null, null, dns);
  }
}
