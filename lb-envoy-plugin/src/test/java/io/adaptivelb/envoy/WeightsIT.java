package io.adaptivelb.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.auth.Principal;
import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.envoy.EnvoyBootstrap.Policy;
import io.adaptivelb.table.WeightTable;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.xds.Snapshots;
import io.adaptivelb.xds.XdsOptions;
import io.adaptivelb.xds.XdsServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights on a real Envoy that runs {@code config/envoy/bootstrap.yaml}. */
class WeightsIT {
  private static final ClusterId BACKENDS = new ClusterId("backends");
  private static final int REQUESTS = 1_000;

  private final WeightTable weights = new WeightTable();
  private final HttpClient client = HttpClient.newHttpClient();
  private List<Backend> backends = List.of();
  private XdsServer server;

  @BeforeEach
  void start() throws IOException {
    backends = List.of(new Backend(), new Backend(), new Backend());
    server = XdsServer.start(
        XdsOptions.onLoopback(),
        weights,
        (authorization, peer) -> new TokenVerifier.Granted(Principal.ANONYMOUS),
        new SimpleMeterRegistry(),
        InstantSource.system());
  }

  @AfterEach
  void stop() {
    server.close();
    backends.forEach(Backend::close);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void roundRobin_70_20_10_isFollowedAndChangesAtOnce(boolean delta) throws Exception {
    publish(1, 7_000, 2_000, 1_000);
    try (EnvoyProcess envoy = envoy(delta)) {
      awaitWeights(envoy, 7_000, 2_000, 1_000);
      assertShares(envoy, 0.7, 0.2, 0.1);

      long published = System.nanoTime();
      publish(2, 1_000, 1_000, 8_000);
      awaitWeights(envoy, 1_000, 1_000, 8_000);
      assertThat(Duration.ofNanos(System.nanoTime() - published)).isLessThan(Duration.ofSeconds(1));
      assertShares(envoy, 0.1, 0.1, 0.8);
      assertThat(server.status()).containsEntry("nacks", "0").containsEntry("behind", "none");
    }
  }

  @Test
  void draining_takesNoNewRequests() throws Exception {
    publish(1, 1_000, 1_000, 1_000);
    try (EnvoyProcess envoy = envoy(true)) {
      awaitWeights(envoy, 1_000, 1_000, 1_000);
      weights.publish(Snapshots.of("backends", 2)
          .add(backends.get(0).endpoint(), 1_000, HealthStatus.DRAINING, Locality.UNKNOWN)
          .add(backends.get(1).endpoint(), 1_000)
          .add(backends.get(2).endpoint(), 1_000)
          .build());
      await()
          .untilAsserted(() -> assertThat(host(envoy, 0).edsHealthStatus()).isEqualTo("DRAINING"));

      assertShares(envoy, 0, 0.5, 0.5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusal_isShownWithEnvoysOwnWords_andHoldsUpNoOtherCluster(boolean delta) throws Exception {
    // An address with a scope is literal to Java and nonsense to Envoy.
    weights.publish(Snapshots.of("bad", 1).add("[fe80::1%nosuch]:80", 1_000).build());
    publish(1, 1_000, 1_000, 1_000);
    try (EnvoyProcess envoy = envoy(delta, BACKENDS, new ClusterId("bad"))) {
      awaitWeights(envoy, 1_000, 1_000, 1_000);
      await()
          .untilAsserted(() -> assertThat(server.status())
              .hasEntrySatisfying(
                  "refused by envoy-1: bad",
                  text -> assertThat(text)
                      .contains("version 1", "malformed IP address: fe80::1%nosuch")));

      publish(2, 7_000, 2_000, 1_000);
      awaitWeights(envoy, 7_000, 2_000, 1_000);

      weights.publish(
          Snapshots.of("bad", 2).add(backends.get(0).endpoint(), 1_000).build());
      await()
          .untilAsserted(
              () -> assertThat(server.status()).doesNotContainKey("refused by envoy-1: bad"));
      assertThat(envoy.admin().hosts("bad")).hasSize(1);
    }
  }

  @Test
  void serverAway_servesOn_andTakesTheNewWeightsWhenItIsBack() throws Exception {
    publish(1, 7_000, 2_000, 1_000);
    int port = server.port();
    try (EnvoyProcess envoy = envoy(true)) {
      awaitWeights(envoy, 7_000, 2_000, 1_000);
      server.close();
      assertShares(envoy, 0.7, 0.2, 0.1);

      publish(2, 1_000, 1_000, 8_000);
      XdsOptions any = XdsOptions.onLoopback();
      server = XdsServer.start(
          new XdsOptions(
              any.bind(),
              port,
              any.credentials(),
              any.maxRequestBytes(),
              any.maxStreams(),
              any.pushJitter(),
              any.firstRequestTimeout(),
              any.keepAliveInterval(),
              any.keepAliveTimeout()),
          weights,
          (authorization, peer) -> new TokenVerifier.Granted(Principal.ANONYMOUS),
          new SimpleMeterRegistry(),
          InstantSource.system());
      long back = System.nanoTime();
      awaitWeights(envoy, 1_000, 1_000, 8_000);
      assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private EnvoyProcess envoy(boolean delta) throws IOException {
    return envoy(delta, BACKENDS);
  }

  private EnvoyProcess envoy(boolean delta, ClusterId... clusters) throws IOException {
    String bootstrap = EnvoyBootstrap.onFreePorts(
            new EndpointId("127.0.0.1", server.port()), List.of(clusters))
        .withPolicy(Policy.ROUND_ROBIN)
        .withDelta(delta)
        .render();
    return EnvoyProcess.start(InstalledEnvoy.get(), bootstrap);
  }

  private void publish(long version, int... each) {
    Snapshots snapshot = Snapshots.of("backends", version);
    for (int i = 0; i < each.length; i++) {
      snapshot.add(backends.get(i).endpoint(), each[i]);
    }
    weights.publish(snapshot.build());
  }

  private void awaitWeights(EnvoyProcess envoy, long... each) {
    await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
      for (int i = 0; i < each.length; i++) {
        assertThat(host(envoy, i).weight()).isEqualTo(each[i]);
        assertThat(host(envoy, i).healthy()).isTrue();
      }
    });
  }

  private EnvoyAdmin.Host host(EnvoyProcess envoy, int backend) throws IOException {
    return envoy
        .admin()
        .host("backends", backends.get(backend).endpoint())
        .orElseThrow(() -> new AssertionError("Envoy does not have backend " + backend));
  }

  private void assertShares(EnvoyProcess envoy, double... each) throws Exception {
    InetSocketAddress listener = envoy.admin().listener(EnvoyBootstrap.LISTENER_NAME);
    URI uri = URI.create("http://127.0.0.1:%d/".formatted(listener.getPort()));
    long[] before = backends.stream().mapToLong(Backend::requests).toArray();
    for (int i = 0; i < REQUESTS; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
    for (int i = 0; i < each.length; i++) {
      // Two workers, each with a schedule of its own that may stop anywhere in its round.
      assertThat((backends.get(i).requests() - before[i]) / (double) REQUESTS)
          .as("share of backend %d", i)
          .isCloseTo(each[i], within(0.02));
    }
  }
}
