package io.adaptivelb.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.cli.Lb;
import io.adaptivelb.parquet.DataSchema;
import io.adaptivelb.parquet.DataSet;
import io.adaptivelb.parquet.ExampleRows;
import io.adaptivelb.prediction.Example;
import io.adaptivelb.recording.SyntheticDay;
import io.adaptivelb.replay.RecordedRun;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ExportCommandTest {
  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int lb(String... arguments) {
    CommandLine root = Lb.commandLine();
    root.setOut(new PrintWriter(out));
    root.setErr(new PrintWriter(err));
    return root.execute(arguments);
  }

  private JsonNode export(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("export", "--json"));
    all.addAll(List.of(arguments));
    out.getBuffer().setLength(0);
    assertThat(lb(all.toArray(String[]::new))).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private String small() throws IOException {
    return Files.writeString(folder.resolve("small.yaml"), """
        name: small
        proxies: 3
        endpoints: 4
        warmUp: 10s
        duration: 30s
        cpu: {mean: 5ms}
        load: {rate: 400}
        """).toString();
  }

  private static List<Example> examples(Path set) {
    List<Example> examples = new ArrayList<>();
    DataSet.open(set, DataSchema.ofExamples()).forEach(ExampleRows.from(examples::add));
    return examples;
  }

  @Test
  void scenario_givesARunADayAndACluster() throws IOException {
    Path set = folder.resolve("set");
    JsonNode summary = export("--scenario", small(), "--seeds", "3", "--out", set.toString());
    List<Example> examples = examples(set);
    assertThat(summary.get("rows").asInt()).isEqualTo(examples.size()).isGreaterThan(60);
    assertThat(examples.stream().map(e -> e.cluster().value()).distinct())
        .containsExactly("small/1", "small/2", "small/3");
    assertThat(examples.stream().map(e -> e.time().toString().substring(0, 10)).distinct())
        .containsExactly("2026-01-05", "2026-01-06", "2026-01-07");
    assertThat(examples).allSatisfy(e -> assertThat(e.aftermath().isEmpty()).isFalse());
    assertThat(err.toString()).contains("100 %");
  }

  @Test
  void scenario_again_addsNothing_andMoreSeedsGoOn() throws IOException {
    Path grown = folder.resolve("grown");
    JsonNode first = export("--scenario", small(), "--seeds", "2", "--out", grown.toString());
    JsonNode again = export("--scenario", small(), "--seeds", "2", "--out", grown.toString());
    assertThat(again.get("written").asInt()).isZero();
    assertThat(again.get("rows")).isEqualTo(first.get("rows"));
    export("--scenario", small(), "--seeds", "3", "--out", grown.toString());
    Path atOnce = folder.resolve("at-once");
    export("--scenario", small(), "--seeds", "3", "--out", atOnce.toString());
    assertThat(examples(grown)).isEqualTo(examples(atOnce));
  }

  @Test
  void scenario_thatWasChanged_isAnotherSource() throws IOException {
    Path set = folder.resolve("set");
    String scenario = small();
    export("--scenario", scenario, "--seeds", "1", "--out", set.toString());
    Files.writeString(Path.of(scenario), Files.readString(Path.of(scenario)).replace("400", "500"));
    assertThat(lb("export", "--scenario", scenario, "--seeds", "1", "--out", set.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("holds rows of another export (simulation of small (");
  }

  @Test
  void curriculum_givesAClusterALesson() throws IOException {
    Path set = folder.resolve("set");
    JsonNode summary = export("--curriculum", "2", "--seed", "3", "--out", set.toString());
    assertThat(summary.get("source").asText()).startsWith("simulation of curriculum, seed 3 (");
    assertThat(examples(set).stream().map(e -> e.cluster().value()).distinct())
        .containsExactly("lesson-3-0", "lesson-3-1");
  }

  @Test
  void store_givesTheExamplesOfItsClusters_andGoesOnWhenMoreCame() throws IOException {
    Path data = folder.resolve("data");
    try (FeatureStore store =
        FeatureStore.open(data.resolve("telemetry"), StoreSettings.DEFAULTS)) {
      RecordedRun.play(RecordedRun.scenario(folder), store, EstimatorFactory.ANALYTIC);
    }
    Path whole = folder.resolve("whole");
    JsonNode summary = export("--store", data.toString(), "--out", whole.toString());
    assertThat(summary.get("rows").asInt()).isGreaterThan(150);
    assertThat(summary.get("source").asText()).isEqualTo("feature store");

    Path grown = folder.resolve("grown");
    JsonNode half = export(
        "--store", data.toString(), "--to", "2026-01-05T00:01:00Z", "--out", grown.toString());
    JsonNode rest = export("--store", data.toString(), "--out", grown.toString());
    assertThat(half.get("rows").asInt()).isBetween(50, summary.get("rows").asInt() / 2);
    assertThat(rest.get("written").asInt()).isPositive();
    assertThat(examples(grown)).isEqualTo(examples(whole));
  }

  @Test
  void store_withoutSamples_saysSo_andLeavesNoPart() {
    Path data = folder.resolve("data");
    FeatureStore.open(data.resolve("telemetry"), StoreSettings.DEFAULTS).close();
    Path set = folder.resolve("set");
    assertThat(lb("export", "--store", data.toString(), "--out", set.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("the store has no samples of that time");
    assertThat(set).isEmptyDirectory();
  }

  @Test
  void recorded_givesARowATargetPodAndMinute_underTheSchemaOfForecasts() throws IOException {
    Path day = Files.createDirectory(folder.resolve("2022-08-22"));
    new SyntheticDay(3, 90, 1).write(day);
    Path set = folder.resolve("set");
    JsonNode summary = export("--recorded", day.toString(), "--out", set.toString());
    assertThat(summary.get("schema").asText()).startsWith("forecast-v1-");
    assertThat(summary.get("rows").asInt()).isBetween(6 * 3 * 80, 6 * 3 * 89);
    assertThat(summary.get("targets").asInt()).isOne();
    assertThat(lb("export", "--scenario", small(), "--out", set.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("it holds schema forecast-v1-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--out x | give one of --store, --scenario",
        "--out x --curriculum 3 --scenario mix | give one of --store, --scenario, --curriculum",
        "--out x --curriculum 0 | --curriculum is 0; it must be in 1…100000",
        "--out x --scenario mix --store y | give one of --store, --scenario",
        "--out x --scenario mix --cluster shop | --cluster, --from and --to go with --store",
        "--out x --scenario mix --seeds 0 | --seeds is 0; it must be in 1…10000",
        "--out x --store nowhere | nowhere has no feature store; give the data directory",
        "--scenario mix | Missing required option: '--out=DIR'"
      })
  void wrongUse_isExplained(String arguments, String why) {
    assertThat(lb(("export " + arguments).split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(why);
    assertThat(Path.of("x")).doesNotExist();
  }
}
