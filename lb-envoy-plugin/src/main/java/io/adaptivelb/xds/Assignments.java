package io.adaptivelb.xds;

import com.google.protobuf.UInt32Value;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.WeightSnapshot;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns a snapshot into EDS' {@code ClusterLoadAssignment}. Pure.
 *
 * <p>Every weight is explicit and at least 1: proxies take a missing one for 1, and refuse the whole assignment for a 0.
 * A locality weighs as much as its endpoints together, which is what makes locality-weighted proxies and proxyless
 * clients follow the same weights. Nothing ever expires ({@code endpoint_stale_after} is not set): proxies serve on with
 * the last assignment for as long as we are away.
 */
final class Assignments {
  private Assignments() {}

  /**
   * The assignment of a snapshot.
   *
   * @param addresses the IP address of every host that has one; endpoints on other hosts are left out
   * @return empty when no endpoint is left: an empty assignment would be an outage
   */
  static Optional<ClusterLoadAssignment> of(
      WeightSnapshot snapshot, Map<String, String> addresses, Shape shape) {
    List<EndpointWeight> lines = snapshot.endpoints().stream()
        .filter(line -> addresses.containsKey(line.id().host()))
        .toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Map<String, List<EndpointWeight>> groups = new TreeMap<>();
    for (EndpointWeight line : lines) {
      String group = shape == Shape.BY_LOCALITY
          ? line.endpoint().locality().toString()
          : line.id().toString();
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(line);
    }
    ClusterLoadAssignment.Builder assignment =
        ClusterLoadAssignment.newBuilder().setClusterName(snapshot.cluster().value());
    for (List<EndpointWeight> group : groups.values()) {
      assignment.addEndpoints(locality(group, addresses, shape));
    }
    return Optional.of(assignment.build());
  }

  private static LocalityLbEndpoints locality(
      List<EndpointWeight> group, Map<String, String> addresses, Shape shape) {
    EndpointWeight first = group.get(0);
    Locality where = first.endpoint().locality();
    var name = io.envoyproxy.envoy.config.core.v3.Locality.newBuilder()
        .setRegion(where.region())
        .setZone(where.zone())
        .setSubZone(shape == Shape.BY_LOCALITY ? where.subZone() : first.id().toString());
    LocalityLbEndpoints.Builder locality = LocalityLbEndpoints.newBuilder().setLocality(name);
    long sum = 0;
    for (EndpointWeight line : group) {
      sum += line.weight();
      locality.addLbEndpoints(endpoint(line, addresses));
    }
    // 10 000 a member: it would take 400 000 of them to reach the 2³² that proxies refuse.
    return locality.setLoadBalancingWeight(UInt32Value.of((int) sum)).build();
  }

  private static LbEndpoint endpoint(EndpointWeight line, Map<String, String> addresses) {
    String host = line.id().host();
    String address = addresses.getOrDefault(host, host);
    Endpoint.Builder endpoint = Endpoint.newBuilder()
        .setAddress(Address.newBuilder()
            .setSocketAddress(SocketAddress.newBuilder()
                .setAddress(address)
                .setPortValue(line.id().port())));
    if (!address.equals(host)) {
      endpoint.setHostname(host);
    }
    return LbEndpoint.newBuilder()
        .setEndpoint(endpoint)
        .setHealthStatus(status(line))
        .setLoadBalancingWeight(UInt32Value.of(line.weight()))
        .build();
  }

  private static HealthStatus status(EndpointWeight line) {
    return switch (line.status()) {
      case HEALTHY -> HealthStatus.HEALTHY;
      case DRAINING -> HealthStatus.DRAINING;
      case UNHEALTHY -> HealthStatus.UNHEALTHY;
    };
  }
}
