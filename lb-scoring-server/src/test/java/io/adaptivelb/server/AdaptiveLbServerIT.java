package io.adaptivelb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.config.ServerConfiguration;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.settings.YamlDocument;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreSettings;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import io.adaptivelb.v1.EndpointWeight;
import io.adaptivelb.v1.EndpointWeights;
import io.adaptivelb.v1.GetEndpointWeightsRequest;
import io.adaptivelb.v1.HealthStatus;
import io.adaptivelb.v1.ScoringServiceGrpc;
import io.adaptivelb.v1.WatchEndpointWeightsRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The assembled server, over its real interfaces. */
class AdaptiveLbServerIT {
  private static final ClusterId SHOP = new ClusterId("shop");
  private static final EndpointId SECOND = new EndpointId("10.0.0.2", 80);
  private static final String DRAIN = """
      {"cluster": "shop", "endpoint": "10.0.0.2:80", "action": "drain", "owner": "ada",
       "reason": "kernel update", "duration": "%s"}""";

  @TempDir
  private Path data;

  @Test
  void drain_isShownFirst_thenSeenByWatchers_audited_andOverInTime() throws Exception {
    try (AdaptiveLbServer server = start("");
        AdminCalls calls = new AdminCalls(server.adminPort());
        Watch watch = new Watch(server)) {
      await().until(() -> watch.status(SECOND) == HealthStatus.HEALTH_STATUS_HEALTHY);
      assertThat(calls.json("/api/v1/clusters").at("/clusters/0/cluster").asText())
          .isEqualTo("shop");

      JsonNode dry =
          AdminCalls.json(calls.post("/api/v1/overrides?dryRun=true", DRAIN.formatted("4s")));
      assertThat(dry.get("dryRun").asBoolean()).isTrue();
      assertThat(dry.at("/effect/changes/0/endpoint").asText()).isEqualTo("10.0.0.2:80");
      assertThat(dry.at("/effect/changes/0/statusBefore").asText())
          .isEqualToIgnoringCase("healthy");
      assertThat(dry.at("/effect/changes/0/statusAfter").asText())
          .isEqualToIgnoringCase("draining");
      assertThat(calls.json("/api/v1/overrides").get("overrides")).isEmpty();
      assertThat(watch.statuses(SECOND)).containsOnly(HealthStatus.HEALTH_STATUS_HEALTHY);

      JsonNode done = AdminCalls.json(calls.post("/api/v1/overrides", DRAIN.formatted("4s")));
      assertThat(done.get("effect")).isEqualTo(dry.get("effect"));
      String id = done.at("/override/id").asText();
      await().until(() -> watch.status(SECOND) == HealthStatus.HEALTH_STATUS_DRAINING);
      assertThat(watch.line(SECOND).getOverrideId()).isEqualTo(id);

      JsonNode created = calls.json("/api/v1/audit?event=created").at("/records/0");
      assertThat(created.at("/override/owner").asText()).isEqualTo("ada");
      assertThat(created.at("/override/reason").asText()).isEqualTo("kernel update");
      assertThat(created.at("/effect/changes/0/endpoint").asText()).isEqualTo("10.0.0.2:80");

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> watch.status(SECOND) == HealthStatus.HEALTH_STATUS_HEALTHY);
      await()
          .until(() -> calls.json("/api/v1/audit?event=expired").get("records").size() == 1);
      JsonNode expired = calls.json("/api/v1/audit?event=expired").at("/records/0");
      assertThat(expired.at("/override/id").asText()).isEqualTo(id);
      assertThat(expired.get("by").asText()).isEqualTo("clock");
      assertThat(calls.json("/api/v1/overrides").get("overrides")).isEmpty();
    }
  }

  @Test
  void override_andItsAudit_areThereAfterARestart() throws Exception {
    String id;
    try (AdaptiveLbServer server = start("");
        AdminCalls calls = new AdminCalls(server.adminPort())) {
      await().until(() -> server.table().find(SHOP).isPresent());
      JsonNode done = AdminCalls.json(calls.post("/api/v1/overrides", DRAIN.formatted("1h")));
      id = done.at("/override/id").asText();
    }
    try (AdaptiveLbServer server = start("");
        AdminCalls calls = new AdminCalls(server.adminPort());
        Watch watch = new Watch(server)) {
      assertThat(calls.json("/api/v1/overrides").at("/overrides/0/id").asText()).isEqualTo(id);
      assertThat(calls.json("/api/v1/audit").at("/records/0/override/owner").asText())
          .isEqualTo("ada");
      // Also when the loop has decided anew, from members that discovery found in this life.
      await().until(() -> server.loop().lastTicks().containsKey(SHOP));
      await().until(() -> watch.status(SECOND) == HealthStatus.HEALTH_STATUS_DRAINING);
      assertThat(watch.statuses(SECOND)).containsOnly(HealthStatus.HEALTH_STATUS_DRAINING);
    }
  }

  @Test
  void telemetry_onTheBus_isInTheStoreAfterARestart() {
    List<TelemetrySample> sent = new ArrayList<>();
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    for (int i = 0; i < 20; i++) {
      sent.add(sample(now.plusMillis(i)));
    }
    try (AdaptiveLbServer server = start("")) {
      sent.forEach(sample -> server.bus().publish(SHOP, List.of(sample)));
      // Closed at once: what is on the bus must reach the store nevertheless.
    }
    List<TelemetrySample> found = new ArrayList<>();
    try (AdaptiveLbServer server = start("")) {
      server.store().read(SHOP, now.minusSeconds(60), now.plusSeconds(60), found::add);
    }
    assertThat(found).isEqualTo(sent);
    try (FeatureStore store =
        FeatureStore.open(data.resolve("telemetry"), StoreSettings.DEFAULTS)) {
      assertThat(store.endpoints(SHOP)).containsExactly(SECOND);
    }
  }

  @Test
  void telemetry_olderThanTheRetention_isGoneAfterARestart() {
    Instant old = Instant.ofEpochMilli(System.currentTimeMillis()).minus(Duration.ofDays(2));
    try (AdaptiveLbServer server = start("")) {
      server.bus().publish(SHOP, List.of(sample(old)));
    }
    try (AdaptiveLbServer server = start("store: {retention: 1d}\n")) {
      await().until(() -> server.store().endpoints(SHOP).isEmpty());
    }
  }

  @Test
  void beyondLoopback_nothingAnswersWithoutTheGeneratedToken() throws Exception {
    try (AdaptiveLbServer server = start("admin: {port: 0, bind: 0.0.0.0}\n")) {
      Path file = data.resolve("token");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      await().until(() -> server.table().find(SHOP).isPresent());
      try (AdminCalls calls = new AdminCalls(server.adminPort())) {
        for (String path : List.of("/api/v1/status", "/api/v1/overrides", "/metrics")) {
          assertThat(calls.get(path).statusCode()).describedAs(path).isEqualTo(401);
        }
        assertThat(calls.post("/api/v1/overrides", DRAIN.formatted("1h")).statusCode())
            .isEqualTo(401);
        // For whoever restarts it, who has no token.
        assertThat(calls.get("/healthz").statusCode()).isEqualTo(200);
      }
      String token = Files.readString(file).strip();
      try (AdminCalls calls = new AdminCalls(server.adminPort(), token)) {
        assertThat(calls.get("/api/v1/status").statusCode()).isEqualTo(200);
      }
      Assertions.assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> get(server))
          .matches(e -> e.getStatus().getCode() == Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void adminApi_showsTheWholeServer() {
    try (AdaptiveLbServer server = start("");
        AdminCalls calls = new AdminCalls(server.adminPort())) {
      await().until(() -> calls.get("/readyz").statusCode() == 200);
      JsonNode status = calls.json("/api/v1/status");
      assertThat(status.get("checks").properties())
          .extracting(check -> check.getKey())
          .contains("loop", "weights", "ledger", "store");
      JsonNode explanation = calls.json("/api/v1/clusters/shop/endpoints/10.0.0.2:80/explanation");
      assertThat(explanation.toString()).contains("contributions");
      assertThat(calls.get("/openapi.json").body()).contains("/api/v1/overrides");
      assertThat(calls.get("/metrics").body())
          .contains("adaptivelb_weights_published_total")
          .contains("adaptivelb_store_disk_bytes")
          .contains("adaptivelb_overrides_active")
          .contains("jvm_memory_used_bytes");
    }
  }

  @Test
  void dropwizardsOwnPages_whichKnowNoToken_areNotReachable() {
    try (AdaptiveLbServer server = start("");
        AdminCalls calls = new AdminCalls(server.adminPort())) {
      for (String path : List.of("/threads", "/ping", "/healthcheck", "/admin/threads")) {
        assertThat(calls.get(path).statusCode()).describedAs(path).isEqualTo(404);
      }
      assertThat(calls.post("/tasks/log-level?logger=root&level=OFF", "").statusCode())
          .isEqualTo(404);
    }
  }

  private AdaptiveLbServer start(String more) {
    String yaml = """
        dataDirectory: %s
        grpc: {port: 0, shutdownGrace: 100ms}
        %s
        control: {tick: 1s}
        clusters:
          - name: shop
            discovery:
              endpoints: [{address: "10.0.0.1:80"}, {address: "10.0.0.2:80"}, {address: "10.0.0.3:80"}]
        """.formatted(data, more.contains("admin:") ? more : "admin: {port: 0}\n" + more);
    return AdaptiveLbServer.start(
        ServerConfiguration.read(YamlDocument.parse("test.yaml", yaml), List.of()), List.of());
  }

  private static TelemetrySample sample(Instant time) {
    return new TelemetrySample(
        SHOP,
        SECOND,
        new Observer(Observer.Kind.ENDPOINT, SECOND.toString(), Locality.UNKNOWN),
        time,
        Duration.ofSeconds(5),
        new Outcomes(1_000, 0, 0, 0, 0),
        LatencyHistogram.EMPTY,
        Double.NaN,
        Resources.UNKNOWN,
        CircuitBreaker.UNKNOWN,
        Instant.EPOCH);
  }

  private static EndpointWeights get(AdaptiveLbServer server) {
    ManagedChannel channel = channel(server);
    try {
      return ScoringServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(Duration.ofSeconds(10))
          .getEndpointWeights(
              GetEndpointWeightsRequest.newBuilder().setCluster(SHOP.value()).build());
    } finally {
      channel.shutdownNow();
    }
  }

  private static ManagedChannel channel(AdaptiveLbServer server) {
    return Grpc.newChannelBuilder(
            "127.0.0.1:" + server.grpcPort(), InsecureChannelCredentials.create())
        .build();
  }

  /** A client of {@code WatchEndpointWeights} that remembers all it is told. */
  private static final class Watch implements AutoCloseable, StreamObserver<EndpointWeights> {
    private final ManagedChannel channel;
    private final List<EndpointWeights> told = new CopyOnWriteArrayList<>();

    Watch(AdaptiveLbServer server) {
      await().until(() -> server.table().find(SHOP).isPresent());
      channel = channel(server);
      ScoringServiceGrpc.newStub(channel)
          .watchEndpointWeights(
              WatchEndpointWeightsRequest.newBuilder().setCluster(SHOP.value()).build(), this);
    }

    /** What was told of the endpoint last. */
    EndpointWeight line(EndpointId endpoint) {
      return line(told.getLast(), endpoint);
    }

    HealthStatus status(EndpointId endpoint) {
      return told.isEmpty()
          ? HealthStatus.HEALTH_STATUS_UNSPECIFIED
          : line(endpoint).getHealthStatus();
    }

    /** All that was told of the endpoint. */
    List<HealthStatus> statuses(EndpointId endpoint) {
      return told.stream()
          .map(weights -> line(weights, endpoint).getHealthStatus())
          .toList();
    }

    private static EndpointWeight line(EndpointWeights weights, EndpointId endpoint) {
      return weights.getEndpointsList().stream()
          .filter(
              line -> line.getHost().equals(endpoint.host()) && line.getPort() == endpoint.port())
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void onNext(EndpointWeights weights) {
      told.add(weights);
    }

    @Override
    public void onError(Throwable error) {
      // The end of the stream; what was told stands.
    }

    @Override
    public void onCompleted() {
      // As above.
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }
}
