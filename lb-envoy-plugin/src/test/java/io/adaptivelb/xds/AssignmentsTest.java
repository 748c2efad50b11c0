package io.adaptivelb.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.domain.Locality;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.WeightSnapshot;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssignmentsTest {
  private static final Locality EAST = new Locality("eu", "east", "");
  private static final Locality WEST = new Locality("eu", "west", "");
  private static final WeightSnapshot SNAPSHOT = Snapshots.of("backends", 7)
      .add("10.0.0.1:80", 700, HealthStatus.HEALTHY, EAST)
      .add("10.0.0.2:80", 200, HealthStatus.DRAINING, WEST)
      .add("10.0.0.3:80", 100, HealthStatus.UNHEALTHY, EAST)
      .build();
  private static final Map<String, String> LITERAL =
      Map.of("10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.2", "10.0.0.3", "10.0.0.3");

  @Test
  void of_byLocality_groupsAndSums() {
    ClusterLoadAssignment assignment =
        Assignments.of(SNAPSHOT, LITERAL, Shape.BY_LOCALITY).orElseThrow();

    assertThat(assignment.getClusterName()).isEqualTo("backends");
    assertThat(assignment.getEndpointsList())
        .extracting(locality -> locality.getLocality().getZone())
        .containsExactly("east", "west");
    assertThat(assignment.getEndpointsList())
        .extracting(locality -> locality.getLoadBalancingWeight().getValue())
        .containsExactly(800, 200);
    assertThat(assignment.getEndpoints(0).getLbEndpointsList())
        .extracting(endpoint -> endpoint.getLoadBalancingWeight().getValue())
        .containsExactly(700, 100);
    assertThat(endpoints(assignment))
        .extracting(endpoint -> endpoint.getHealthStatus().name())
        .containsExactly("HEALTHY", "UNHEALTHY", "DRAINING");
  }

  @Test
  void of_endpointPerLocality_givesEachItsOwnLocalityWithItsWeight() {
    ClusterLoadAssignment assignment =
        Assignments.of(SNAPSHOT, LITERAL, Shape.ENDPOINT_PER_LOCALITY).orElseThrow();

    assertThat(assignment.getEndpointsList())
        .extracting(LocalityLbEndpoints::getLbEndpointsCount)
        .containsOnly(1);
    assertThat(assignment.getEndpointsList())
        .extracting(locality -> locality.getLoadBalancingWeight().getValue())
        .containsExactly(700, 200, 100);
    assertThat(assignment.getEndpointsList())
        .extracting(LocalityLbEndpoints::getLocality)
        .doesNotHaveDuplicates();
  }

  @Test
  void of_noAddressForOne_leavesThatOneOut() {
    ClusterLoadAssignment assignment = Assignments.of(
            SNAPSHOT, Map.of("10.0.0.2", "10.0.0.2"), Shape.BY_LOCALITY)
        .orElseThrow();

    assertThat(endpoints(assignment)).hasSize(1);
  }

  @Test
  void of_noAddressAtAll_isEmptyRatherThanAnOutage() {
    assertThat(Assignments.of(SNAPSHOT, Map.of(), Shape.BY_LOCALITY)).isEmpty();
  }

  @Test
  void of_hostByName_sendsTheAddressAndKeepsTheName() {
    WeightSnapshot named =
        Snapshots.of("backends", 1).add("shop.example:80", 1_000).build();

    LbEndpoint endpoint = endpoints(
            Assignments.of(named, Map.of("shop.example", "10.9.9.9"), Shape.BY_LOCALITY)
                .orElseThrow())
        .get(0);

    assertThat(endpoint.getEndpoint().getAddress().getSocketAddress().getAddress())
        .isEqualTo("10.9.9.9");
    assertThat(endpoint.getEndpoint().getHostname()).isEqualTo("shop.example");
  }

  private static List<LbEndpoint> endpoints(ClusterLoadAssignment assignment) {
    return assignment.getEndpointsList().stream()
        .flatMap(locality -> locality.getLbEndpointsList().stream())
        .toList();
  }
}
