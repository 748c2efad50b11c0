package io.adaptivelb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.Json;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model from the telemetry of a live server, and its way through the stages: real processes, as a data scientist runs them. The
 * server and {@code lb retrain} share the data directory and nothing else.
 */
class ShippingIT {
  private static final Pattern STRANGE = Pattern.compile(
      "(?m)^adaptivelb_model_strange_ratio\\{cluster=\"shop\",role=\"candidate\"} [0-9.E-]+$");
  private static final Pattern KEPT =
      Pattern.compile("(?m)^adaptivelb_store_samples_total (?:[5-9]|[0-9]{2,})");

  @TempDir
  private Path temp;

  private MetricsPage page;

  @BeforeEach
  void serveAPage() throws IOException {
    page = new MetricsPage(0.001);
    Files.writeString(
        temp.resolve("server.yaml"), """
        dataDirectory: %s
        grpc: {port: 0, shutdownGrace: 100ms}
        admin: {port: 0}
        control: {tick: 1s}
        clusters:
          - name: shop
            tick: 1s
            discovery:
              endpoints: [{address: "%s"}]
            scrape:
              pages:
                - {path: /metrics, mapping: %s}
        """.formatted(data(), page.address(), MetricsPage.MAPPING));
  }

  @AfterEach
  void stop() {
    page.close();
  }

  @Test
  void telemetry_becomesAModel_thatIsTriedAndRolledBack() throws Exception {
    retrainOnWhatIsTooLittle();
    // Up to now, as if the server had gathered it: examples are held out by time.
    try (FeatureStore store =
        FeatureStore.open(data().resolve("telemetry"), StoreSettings.DEFAULTS)) {
      store.append(RecordedShop.samples(Instant.now(), 840));
    }
    try (ServeProcess server = serve();
        AdminCalls calls = new AdminCalls(server.port("admin"))) {
      LbRun made = retrain();
      assertThat(made.code()).as(made.toString()).isZero();
      JsonNode report = Json.MAPPER.readTree(made.out());
      assertThat(report.get("outcome").asText()).isEqualTo("SHADOW");
      String version = report.get("version").asText();

      JsonNode listed = calls.json("/api/v1/models").at("/versions/0");
      assertThat(listed.get("version").asText()).isEqualTo(version);
      assertThat(listed.at("/stages/0/stage").asText()).isEqualTo("SHADOW");
      await().atMost(Duration.ofSeconds(30)).until(() -> candidate(calls).equals(version));
      assertThat(calls.get("/metrics").body()).containsPattern(STRANGE);

      AdminCalls.json(calls.post("/api/v1/models/" + version + "/canary", """
          {"everything": true, "proxyPercent": 100, "owner": "ada", "reason": "calm in the shadow"}"""));
      assertThat(assignment(calls).at("/canary/version").asText()).isEqualTo(version);
      assertThat(calls.json("/api/v1/models/history").get("changes").findValuesAsText("action"))
          .containsExactly("canary", "shadow", "admit");

      LbRun back = LbRun.of(
          "model",
          "rollback",
          version,
          "--everything",
          "--reason",
          "enough",
          "--server",
          "http://127.0.0.1:" + server.port("admin"));
      assertThat(back.code()).as(back.toString()).isZero();
      assertThat(back.out()).contains("canary 1 % for 100 % of the proxies → rolled back");
      await().atMost(Duration.ofSeconds(30)).until(() -> candidate(calls).isEmpty());
      assertThat(assignment(calls).has("canary")).isFalse();
      assertThat(calls.get("/readyz").statusCode()).isEqualTo(200);
    }
  }

  /** A server that has just begun to gather telemetry. */
  private void retrainOnWhatIsTooLittle() throws Exception {
    try (ServeProcess server = serve();
        AdminCalls calls = new AdminCalls(server.port("admin"))) {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> KEPT.matcher(calls.get("/metrics").body()).find());
      LbRun early = retrain();

      assertThat(early.code()).as(early.toString()).isEqualTo(1);
      JsonNode report = Json.MAPPER.readTree(early.out());
      assertThat(report.get("outcome").asText()).isEqualTo("NOTHING");
      assertThat(report.get("reason").asText())
          .containsAnyOf("there is no telemetry since ", "no head is worth keeping");
      assertThat(calls.json("/api/v1/models").get("versions")).isEmpty();
      server.terminate();
      server.exitCode();
    }
  }

  private ServeProcess serve() throws IOException {
    return new ServeProcess("--config", temp.resolve("server.yaml").toString());
  }

  private LbRun retrain() throws Exception {
    String words = "retrain --once --json --window 1d --rounds 20 --patience 5 --depth 3"
        + " --learning-rate 0.3 --leaf-weight 5 --threads 1 --data " + data();
    return LbRun.of(words.split(" ", -1));
  }

  private Path data() {
    return temp.resolve("data");
  }

  private static JsonNode assignment(AdminCalls calls) {
    return calls.json("/api/v1/models/assignment?cluster=shop");
  }

  /** The version that scores beside the active one; empty without any. */
  private static String candidate(AdminCalls calls) {
    return assignment(calls).at("/trial/candidate/model").asText("");
  }
}
