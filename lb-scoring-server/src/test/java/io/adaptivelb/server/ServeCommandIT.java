package io.adaptivelb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.loop.FileWeightArchive;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lb serve} as users run it: it is killed, told to stop, and given what it cannot work with. */
class ServeCommandIT {
  private static final ClusterId SHOP = new ClusterId("shop");
  private static final String FREEZE = """
      {"cluster": "shop", "action": "freeze", "owner": "ada", "reason": "launch day", "duration": "1h"}""";

  @TempDir
  private Path temp;

  @Test
  void killed_goesOnFromItsLastWeights_withOverridesAuditAndTelemetry() throws Exception {
    Life first = liveAndDie();

    // Nothing to scrape any more: what it serves now it remembers.
    try (ServeProcess next =
            new ServeProcess("--config", temp.resolve("server.yaml").toString());
        AdminCalls calls = new AdminCalls(next.port("admin"))) {
      assertThat(weights(calls)).isEqualTo(first.weights());
      assertThat(version(calls)).isGreaterThan(first.version());
      JsonNode override = calls.json("/api/v1/overrides").at("/overrides/0");
      assertThat(override.get("action").asText()).isEqualTo("freeze");
      JsonNode record = calls.json("/api/v1/audit").at("/records/0");
      assertThat(record.at("/override/owner").asText()).isEqualTo("ada");
      assertThat(record.at("/override/reason").asText()).isEqualTo("launch day");
      next.kill();
    }
    try (FeatureStore store =
        FeatureStore.open(temp.resolve("data/telemetry"), StoreSettings.DEFAULTS)) {
      List<Instant> times = new ArrayList<>();
      store.read(SHOP, Instant.EPOCH, Instant.now(), sample -> times.add(sample.time()));
      assertThat(times).isNotEmpty();
    }
  }

  /** A server that learned from telemetry that one endpoint is worth more than the other, and was killed. */
  private Life liveAndDie() throws Exception {
    try (MetricsPage fast = new MetricsPage(0.001);
        MetricsPage slow = new MetricsPage(0.007);
        ServeProcess server = new ServeProcess("--config", write(fast, slow).toString());
        AdminCalls calls = new AdminCalls(server.port("admin"))) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> weight(calls, fast) > 2 * Math.max(1, weight(calls, slow)));
      AdminCalls.json(calls.post("/api/v1/overrides", FREEZE));
      Life life = new Life(weights(calls), version(calls));
      FileWeightArchive archive = new FileWeightArchive(temp.resolve("data/weights"));
      await()
          .until(() ->
              archive.load(SHOP).stream().anyMatch(saved -> saved.version() >= life.version()));
      server.kill();
      return life;
    }
  }

  @Test
  void toldToStop_closesEverythingInOrder() throws Exception {
    try (MetricsPage page = new MetricsPage(0.001);
        MetricsPage other = new MetricsPage(0.001);
        ServeProcess server = new ServeProcess("--config", write(page, other).toString())) {
      server.port("admin");
      server.terminate();
      server.exitCode();
      assertThat(server.errors())
          .noneMatch(line ->
              line.contains(" WARN ") || line.contains(" ERROR ") || line.contains("Exception"));
    }
  }

  @Test
  void portTaken_isOneLineAndExitCodeTwo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String admin = "admin: {port: %d}".formatted(taken.getLocalPort());
      assertRefused(
          "grpc: {port: 0}\n" + admin,
          "lb serve: the admin API cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void mistypedKey_isOneLineWithTheNearestName() throws Exception {
    assertRefused(
        "stoer: {retention: 1d}", "server.yaml:1:1: stoer: unknown key; did you mean \"store\"?");
  }

  private record Life(Map<String, Integer> weights, long version) {}

  private void assertRefused(String yaml, String message) throws Exception {
    Path file = Files.writeString(
        temp.resolve("server.yaml"), yaml + "\ndataDirectory: " + temp.resolve("data"));
    try (ServeProcess server = new ServeProcess("--config", file.toString())) {
      assertThat(server.exitCode()).isEqualTo(2);
      assertThat(server.errors()).noneMatch(line -> line.startsWith("\tat "));
      assertThat(server.errors().getLast()).contains(message);
    }
  }

  private Path write(MetricsPage one, MetricsPage two) throws IOException {
    return Files.writeString(temp.resolve("server.yaml"), """
        dataDirectory: %s
        grpc: {port: 0, shutdownGrace: 100ms}
        admin: {port: 0}
        control: {tick: 1s}
        clusters:
          - name: shop
            tick: 1s
            discovery:
              endpoints: [{address: "%s"}, {address: "%s"}]
            scrape:
              pages:
                - {path: /metrics, mapping: %s}
        """.formatted(
            temp.resolve("data"), one.address(), two.address(), MetricsPage.MAPPING));
  }

  private static int weight(AdminCalls calls, MetricsPage page) {
    return weights(calls).getOrDefault(page.address(), 0);
  }

  private static Map<String, Integer> weights(AdminCalls calls) {
    var response = calls.get("/api/v1/clusters/shop/endpoints");
    if (response.statusCode() != 200) {
      return Map.of();
    }
    Map<String, Integer> weights = new TreeMap<>();
    AdminCalls.json(response)
        .get("endpoints")
        .forEach(line ->
            weights.put(line.get("endpoint").asText(), line.get("weight").asInt()));
    return weights;
  }

  private static long version(AdminCalls calls) {
    return calls.json("/api/v1/clusters").at("/clusters/0/version").asLong();
  }
}
