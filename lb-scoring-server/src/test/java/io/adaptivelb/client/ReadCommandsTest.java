package io.adaptivelb.client;

import static io.adaptivelb.client.CommandLineRun.lb;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.admin.Fixture;
import io.adaptivelb.api.Json;
import io.adaptivelb.control.LoopStability;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

/** {@code lb status}, {@code lb weights} and {@code lb explain} against the real admin API. */
class ReadCommandsTest {
  private Fixture fixture;
  private URI server;

  @BeforeEach
  void start() throws Exception {
    fixture = new Fixture();
    server = fixture.server.uri();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @Test
  void status_healthyServer_showsClustersTargetsAndPlugins() {
    CommandLineRun run = lb(server, "status");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("healthy  adaptive-lb 1.2.3, up 0s, 0 overrides in force")
        .containsPattern("checkout +equal +4 +0 +0 ")
        .containsPattern("default/search/80 +equal +2 ")
        .contains("1 collector target, 1 failing")
        .contains("http://10.0.0.1:80/metrics of checkout: connection refused (3 times")
        .contains("plugin envoy: streams 2");
  }

  @Test
  void status_loopThatIsDamped_showsItsGain() {
    fixture.plane.stability = Optional.of(new LoopStability(0.21, 0.35, 4, 1, 0.9, 3));

    assertThat(lb(server, "status").out())
        .containsPattern("checkout +equal +4 +0 +0 .*damped to gain 0\\.21");
  }

  @Test
  void status_loopStandsStill_saysSoWithExitCode1() {
    fixture.pass(Duration.ofSeconds(60));
    CommandLineRun run = lb(server, "status");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("unhealthy  adaptive-lb");
    assertThat(run.err()).contains("lb status: the server is not healthy: loop (the last tick was");
  }

  @Test
  void status_json_isTheDocumentOfTheServer() throws Exception {
    JsonNode tree = Json.MAPPER.readTree(lb(server, "status", "--json").out());

    assertThat(tree.get("healthy").asBoolean()).isTrue();
    assertThat(tree.get("time").asText()).isEqualTo("2026-11-23T10:00:00Z");
  }

  @Test
  void weights_withoutCluster_showsAllWithBars() {
    CommandLineRun run = lb(server, "weights");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("checkout  4 endpoints", "default/search/80  2 endpoints")
        .containsPattern("10\\.0\\.0\\.4:80 +1000 +█{20} +healthy");
  }

  @Test
  void weights_oneCluster_showsItAloneAlsoAsJson() throws Exception {
    assertThat(lb(server, "weights", "default/search/80").out())
        .contains("10.0.0.2:80")
        .doesNotContain("checkout");
    JsonNode one =
        Json.MAPPER.readTree(lb(server, "weights", "checkout", "--json").out());
    assertThat(one.get("endpoints")).hasSize(4);
    JsonNode all = Json.MAPPER.readTree(lb(server, "weights", "--json").out());
    assertThat(all.get("clusters").findValuesAsText("cluster"))
        .containsExactly("checkout", "default/search/80");
  }

  @Test
  void explain_endpoint_addsUpToItsWeight() {
    fixture.server.post("/api/v1/overrides", """
        {"cluster":"checkout","endpoint":"10.0.0.2:80","action":"pin","weight":77,
         "owner":"bob","reason":"try it","duration":"1h"}""");
    CommandLineRun run = lb(server, "explain", "checkout", "10.0.0.2:80");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("10.0.0.2:80 in checkout: weight 77, healthy")
        .containsPattern("(?m)^weight +77$")
        .contains(
            "override o-1: pin 77 on 10.0.0.2:80 in checkout, by bob until 2026-11-23T11:00:00Z: try it");
  }

  @Test
  void explain_weightWithAForecast_showsTheModelAndItsFeatures() throws Exception {
    try (WireServer answering = WireServer.http(200, "application/json", """
        {"cluster":"checkout","endpoint":"10.0.0.2:80","time":"2026-11-23T10:00:00Z","version":7,
         "weight":700,"status":"HEALTHY","rung":"MODEL",
         "scores":{"health":90.0,"load":50.0,"performance":60.0,"rung":"MODEL"},
         "contributions":[
          {"kind":"FAIR_SHARE","name":"fair_share","reason":"equal","weightUnits":1000},
          {"kind":"FORECAST","name":"forecast.season.next","reason":"deviation due = -0.9","weightUnits":-300}],
         "forecast":{"model":"m-1","trust":0.83,"demandFactor":1.5,"coresFactor":1.0,"failure":0.0},
         "counterfactuals":[{"condition":"without the forecast","weight":1000}]}""")) {
      CommandLineRun run = lb(answering.uri(), "explain", "checkout", "10.0.0.2:80");

      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .contains("scores: health 90.0, load 50.0, performance 60.0 (from model)")
          .contains(
              "forecast: model m-1, believed 83 %: service demand ×1.50, cores ×1.00, failure with 0 %")
          .containsPattern("forecast\\.season\\.next +-300 +700 .* deviation due = -0\\.9")
          .contains("without the forecast: the weight would be 1000");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weights chekout | cluster \"chekout\" has no weights; did you mean \"checkout\"?",
        "weights zzz | cluster \"zzz\" has no weights; there are checkout, default/search/80",
        "explain checkot 10.0.0.1:80 | did you mean \"checkout\"?",
        "explain checkout 10.0.0.1:81 | cluster checkout has no endpoint \"10.0.0.1:81\"; did you mean \"10.0.0.1:80\"?",
        "explain checkout far.example:1 | there are 10.0.0.1:80, 10.0.0.2:80, 10.0.0.3:80, 10.0.0.4:80",
        "explain checkout 10.0.0.1 | endpoint \"10.0.0.1\" has no port; write host:port",
        "explain checkout 10.0.0.1:x | the port is not a number",
      })
  void mistypedName_isRefusedWithTheNearestOne(String command, String message) {
    CommandLineRun run = lb(server, command.split(" "));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).hasLineCount(1);
  }

  @Test
  void colours_appearOnlyWhereTheyAreWanted() {
    String uri = server.toString();
    CommandLineRun plain = lb(server, "status");
    CommandLineRun coloured = CommandLineRun.run(Ansi.ON, "status", "--server", uri);

    assertThat(plain.out()).doesNotContain("\u001b").doesNotContain("@|");
    assertThat(coloured.out()).contains("\u001b[32mhealthy").doesNotContain("@|");
  }
}
