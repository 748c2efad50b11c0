package io.adaptivelb.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.cli.Lb;
import io.adaptivelb.export.ExampleTap;
import io.adaptivelb.prediction.Example;
import io.adaptivelb.registry.VersionId;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayCommandTest {
  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private final List<Example> learned = new ArrayList<>();

  @BeforeEach
  void record() throws IOException {
    try (FeatureStore store =
        FeatureStore.open(folder.resolve("telemetry"), StoreSettings.DEFAULTS)) {
      RecordedRun.play(
          RecordedRun.scenario(folder),
          store,
          (cluster, settings) -> new ExampleTap(cluster, settings, learned::add));
    }
  }

  private int replay(String... arguments) {
    CommandLine root = Lb.commandLine();
    root.setOut(new PrintWriter(out));
    root.setErr(new PrintWriter(err));
    List<String> all =
        new ArrayList<>(List.of("replay", "--store", folder.toString(), "--cluster", "simulated"));
    all.addAll(List.of(arguments));
    return root.execute(all.toArray(String[]::new));
  }

  @Test
  void json_hasEveryPolicy_itsPushes_andAnExplanationThatAddsUp() throws IOException {
    int code =
        replay("--policy", "analytic,equal", "--endpoint", "e0003:80", "--explain", "--json");
    assertThat(code).as(err.toString()).isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("ticks").asInt()).isEqualTo(24);
    JsonNode analytic = report.get("policies").get(0);
    assertThat(analytic.get("policy").asText()).isEqualTo("analytic");
    assertThat(analytic.get("pushes").asInt()).isEqualTo(analytic.get("weights").size() - 1);
    JsonNode fast = analytic.get("endpoints").get(3);
    JsonNode slow = analytic.get("endpoints").get(0);
    assertThat(fast.get("mean").asDouble()).isGreaterThan(2 * slow.get("mean").asDouble());
    JsonNode why = report.get("explanation");
    int sum = 0;
    for (JsonNode part : why.get("contributions")) {
      sum += part.get("weightUnits").asInt();
    }
    assertThat(sum)
        .isEqualTo(why.get("weight").asInt())
        .isEqualTo(fast.get("last").asInt());
    JsonNode equal = report.get("policies").get(1);
    assertThat(equal.get("rungs").get("equal").asDouble()).isEqualTo(1);
  }

  @Test
  void text_hasALineAnEndpoint_andThePageItsPlots() throws IOException {
    Path page = folder.resolve("replay.html");
    int code = replay(
        "--from",
        "2026-01-05T00:00:30Z",
        "--to",
        "2026-01-05T00:01:00Z",
        "--html",
        page.toString());
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("simulated, 2026-01-05T00:00:35Z to 2026-01-05T00:01:00Z: 6 ticks of 5 s")
        .contains("e0000:80 ")
        .contains("e0009:80 ")
        .contains("The page is ");
    assertThat(Files.readString(page)).contains("Replay of simulated").contains("heatmap");
  }

  @Test
  void model_isPlayedBesideTheAnalyticEstimate_fromTheRegistryOrItsFolder() throws IOException {
    VersionId version = TinyModel.register(folder.resolve("models"), learned);
    assertThat(replay("--model", version.value(), "--json")).as(err.toString()).isZero();
    JsonNode policies = new ObjectMapper().readTree(out.toString()).get("policies");
    assertThat(policies.get(0).get("policy").asText()).isEqualTo("model");
    assertThat(policies.get(1).get("policy").asText()).isEqualTo("analytic");
    assertThat(policies.get(0).get("rungs").get("model").asDouble()).isGreaterThan(0.2);
    assertThat(policies.get(0).get("weights").equals(policies.get(1).get("weights")))
        .isFalse();
    out.getBuffer().setLength(0);
    String path = folder.resolve("models").resolve(version.value()).toString();
    assertThat(replay("--model", path, "--policy", "model", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("policies").get(0))
        .isEqualTo(policies.get(0));
  }

  @Test
  void model_thatIsNotThere_isExplained() throws IOException {
    assertThat(replay("--model", "20260101-000000-000000000000")).isEqualTo(2);
    TinyModel.register(folder.resolve("models"), learned);
    assertThat(replay("--model", "20260101-000000-000000000000")).isEqualTo(2);
    assertThat(replay("--policy", "model")).isEqualTo(2);
    assertThat(err.toString())
        .contains("it must be a version in ")
        .contains("there is no version 20260101-000000-000000000000")
        .contains("--policy model and --model go together");
  }

  @Test
  void wrongUse_isExplained() {
    assertThat(replay("--explain")).isEqualTo(2);
    assertThat(replay("--endpoint", "e0003", "--explain")).isEqualTo(2);
    assertThat(replay("--endpoint", "e0099:80", "--explain")).isEqualTo(2);
    assertThat(replay("--from", "2027-01-01T00:00:00Z")).isEqualTo(2);
    assertThat(replay("--policy", "newest")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--endpoint and --explain go together")
        .contains("endpoint \"e0003\" has no port")
        .contains("cluster simulated has no endpoint e0099:80")
        .contains("has no samples of cluster simulated from 2027-01-01T00:00:00Z to the end")
        .contains("newest");
  }
}
