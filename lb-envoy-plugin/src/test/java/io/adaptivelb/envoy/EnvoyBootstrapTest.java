package io.adaptivelb.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.envoy.EnvoyBootstrap.Policy;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvoyBootstrapTest {
  private static final EnvoyBootstrap ONE = EnvoyBootstrap.onFreePorts(
      new EndpointId("10.1.2.3", 18_001), List.of(new ClusterId("checkout")));

  @Test
  void render_one_fillsInEveryPlace() throws IOException {
    JsonNode yaml = parse(ONE.withPolicy(Policy.ROUND_ROBIN));

    JsonNode cluster = yaml.at("/static_resources/clusters/0");
    assertThat(cluster.path("name").asText()).isEqualTo("checkout");
    assertThat(cluster.path("lb_policy").asText()).isEqualTo("ROUND_ROBIN");
    JsonNode host = yaml.at(
        "/static_resources/listeners/0/filter_chains/0/filters/0/typed_config/route_config/virtual_hosts/0");
    assertThat(host.at("/domains/0").asText()).isEqualTo("*");
    assertThat(host.at("/routes/0/route/cluster").asText()).isEqualTo("checkout");
    assertThat(host.at("/routes/1/route/cluster").asText()).isEqualTo("checkout");
    JsonNode server = yaml.at(
        "/static_resources/clusters/1/load_assignment/endpoints/0/lb_endpoints/0/endpoint/address/socket_address");
    assertThat(server.path("address").asText()).isEqualTo("10.1.2.3");
    assertThat(server.path("port_value").asInt()).isEqualTo(18_001);
    assertThat(yaml.at("/dynamic_resources/ads_config/api_type").asText()).isEqualTo("DELTA_GRPC");
    assertThat(yaml.at("/admin/address/socket_address/port_value").asInt(-1)).isZero();
    assertThat(ONE.render()).doesNotContainPattern("#= \\w|#[\\[\\]] \\w|#token#");
  }

  @Test
  void render_several_repeatsRoutesAndClusters() throws IOException {
    JsonNode yaml = parse(EnvoyBootstrap.onFreePorts(
        new EndpointId("127.0.0.1", 18_000), List.of(new ClusterId("a"), new ClusterId("y"))));

    assertThat(yaml.at("/static_resources/clusters").findValuesAsText("name"))
        .contains("a", "y", "adaptive_lb");
    JsonNode hosts = yaml.at(
        "/static_resources/listeners/0/filter_chains/0/filters/0/typed_config/route_config/virtual_hosts");
    assertThat(hosts.size()).isEqualTo(2);
    assertThat(hosts.at("/1/domains/0").isTextual()).isTrue();
    assertThat(hosts.at("/1/domains/0").asText()).isEqualTo("y");
  }

  @Test
  void render_stateOfTheWorldWithToken() throws IOException {
    JsonNode ads =
        parse(ONE.withDelta(false).withToken("s3cret")).at("/dynamic_resources/ads_config");

    assertThat(ads.path("api_type").asText()).isEqualTo("GRPC");
    assertThat(ads.at("/grpc_services/0/initial_metadata/0/key").asText())
        .isEqualTo("authorization");
    assertThat(ads.at("/grpc_services/0/initial_metadata/0/value").asText())
        .isEqualTo("Bearer s3cret");
  }

  @Test
  void render_withoutOutlierDetection_keepsTheRest() throws IOException {
    JsonNode with = parse(ONE).at("/static_resources/clusters/0");
    JsonNode without = parse(ONE.withOutlierDetection(false)).at("/static_resources/clusters/0");

    assertThat(with.has("outlier_detection")).isTrue();
    assertThat(without.has("outlier_detection")).isFalse();
    assertThat(without.has("circuit_breakers")).isTrue();
  }

  @Test
  void new_withoutClusters_isRefused() {
    assertThatThrownBy(() -> EnvoyBootstrap.onFreePorts(new EndpointId("h", 1), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void new_clusterTwice_isRefused() {
    ClusterId a = new ClusterId("a");

    assertThatThrownBy(() -> EnvoyBootstrap.onFreePorts(new EndpointId("h", 1), List.of(a, a)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[a, a]");
  }

  @Test
  void new_tokenWithLineBreak_isRefused() {
    assertThatThrownBy(() -> ONE.withToken("a\nadmin: {}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a?admin");
  }

  private static JsonNode parse(EnvoyBootstrap bootstrap) throws IOException {
    return new YAMLMapper().readTree(bootstrap.render());
  }
}
