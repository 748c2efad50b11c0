package io.adaptivelb.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.cli.Lb;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.heads.SyntheticFleet;
import io.adaptivelb.parquet.DataSchema;
import io.adaptivelb.parquet.DataSetWriter;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.registry.Change;
import io.adaptivelb.registry.Manifest;
import io.adaptivelb.registry.ModelContent;
import io.adaptivelb.registry.ModelDraft;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.VersionId;
import io.adaptivelb.registry.VersionInfo;
import io.adaptivelb.simulator.league.ResultsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** One version that learned a lot, one that learned little, and examples of a fleet that neither has seen. */
class CompareVersionsTest {
  private static final Instant THEN = Instant.parse("2026-11-26T00:00:00Z");

  @TempDir
  static Path folder;

  private static VersionId good;
  private static VersionId poor;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** The registry: nothing in it is active. */
  private static ModelRegistry registry(String name) {
    return ModelRegistry.open(folder.resolve(name), RegistryLimits.DEFAULTS, "test");
  }

  @BeforeAll
  static void train() {
    new SyntheticFleet(2, 4, 250, 1).write(folder.resolve("seen"), 1);
    // 6 clusters with 150 ticks of five seconds: 18 blocks of five minutes.
    new SyntheticFleet(6, 2, 150, 1).named("other").write(folder.resolve("fresh"), 2);
    new SyntheticFleet(1, 2, 20, 1).named("other").write(folder.resolve("short"), 3);
    good = trained("--rounds 40");
    poor = trained("--rounds 2");
  }

  private static VersionId trained(String how) {
    List<VersionId> before = names(registry("models"));
    StringWriter err = new StringWriter();
    assertThat(lb(
            new StringWriter(),
            err,
            "train --patience 10 --depth 3 --learning-rate 0.3 --leaf-weight 5 --threads 1"
                + " --data FOLDER/seen --out FOLDER/models " + how))
        .as(err.toString())
        .isZero();
    List<VersionId> after = new ArrayList<>(names(registry("models")));
    after.removeAll(before);
    return after.getFirst();
  }

  private static List<VersionId> names(ModelRegistry registry) {
    return registry.versions().stream().map(VersionInfo::version).toList();
  }

  private static int lb(StringWriter out, StringWriter err, String arguments) {
    CommandLine root = Lb.commandLine();
    root.setOut(new PrintWriter(out));
    root.setErr(new PrintWriter(err));
    return root.execute(arguments
        .replace("FOLDER", folder.toString())
        .replace("GOOD", String.valueOf(good))
        .replace("POOR", String.valueOf(poor))
        .split(" ", -1));
  }

  private JsonNode evaluate(String arguments) throws IOException {
    assertThat(lb(out, err, "evaluate --json " + arguments)).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  /** Puts a copy of the good version into a registry of its own, with some of its heads. */
  private static VersionId copy(String registry, Target... kept) {
    ModelContent content = registry("models").load(good);
    Manifest manifest = content.manifest();
    List<String> names = Arrays.stream(kept).map(Target::label).toList();
    Map<String, byte[]> files = new HashMap<>(content.files());
    manifest.heads().stream()
        .filter(head -> !names.contains(head.name()))
        .forEach(head -> files.remove(head.file()));
    return registry(registry)
        .put(
            new ModelDraft(
                manifest.created(),
                manifest.featureSchema(),
                manifest.data(),
                manifest.parameters(),
                manifest.metrics(),
                manifest.seeds(),
                manifest.provenance(),
                manifest.heads().stream()
                    .filter(head -> names.contains(head.name()))
                    .toList(),
                files,
                Optional.empty()),
            all -> List.of(),
            new Change("test", "copied", THEN));
  }

  @Test
  void betterVersion_isToldFromAWorseOne() throws IOException {
    JsonNode report =
        evaluate("--data FOLDER/fresh --registry FOLDER/models --model GOOD --model POOR");

    assertThat(report.get("targets")).hasSize(Target.values().length);
    JsonNode demand = report.at("/targets/0");
    assertThat(demand.get("target").asText()).isEqualTo("SERVICE_DEMAND");
    assertThat(demand.get("examples").asInt()).isEqualTo(1_800);
    assertThat(demand.get("blocks").asInt()).isEqualTo(18);
    JsonNode figures = demand.at("/heads/0/figures");
    assertThat(figures.get("error").asDouble()).isBetween(0.009, 0.02);
    // Demand has a variance of 0.3² · 1 + 0.1², and neighbours in time tell nothing of one another.
    assertThat(figures.get("errorOfZero").asDouble()).isEqualTo(0.1, within(0.01));
    assertThat(figures.get("errorOfConstant").asDouble())
        .isLessThanOrEqualTo(figures.get("errorOfZero").asDouble());
    assertThat(figures.get("errorOfPersistence").asDouble()).isEqualTo(0.2, within(0.02));
    assertThat(figures.get("errorOfEwma").asDouble()).isBetween(0.1, 0.125);
    assertThat(figures.get("gain").asDouble())
        .isEqualTo(
            1 - figures.get("error").asDouble() / figures.get("errorOfZero").asDouble(),
            within(1e-9));
    assertThat(figures.at("/interval/low").asDouble()).isBetween(0.8, 0.9);
    assertThat(figures.get("clusters")).hasSize(6);
    JsonNode difference = demand.at("/differences/0");
    assertThat(difference.get("version").asText()).isEqualTo(good.value());
    assertThat(difference.get("against").asText()).isEqualTo(poor.value());
    assertThat(difference.get("verdict").asText()).isEqualTo("BETTER");
    assertThat(difference.at("/interval/low").asDouble()).isPositive();
    assertThat(difference.get("error").asDouble()).isNegative();
    assertThat(report.get("warnings")).isEmpty();
    assertThat(report.get("drifts")).hasSize(2);
    assertThat(report.at("/drifts/0/features/0/distance").asDouble()).isLessThan(0.1);
    assertThat(report.at("/drifts/0/foreign").asDouble()).isZero();
  }

  @Test
  void turnedRound_theVerdictIsTheOtherOne() throws IOException {
    JsonNode report = evaluate("--data FOLDER/fresh --registry FOLDER/models --model POOR,GOOD");

    assertThat(report.at("/targets/0/differences/0/verdict").asText()).isEqualTo("WORSE");
    assertThat(report.at("/targets/0/differences/0/interval/high").asDouble()).isNegative();
  }

  @Test
  void latenciesAndFailures_haveTheirOwnFigures() throws IOException {
    JsonNode report = evaluate("--data FOLDER/fresh --registry FOLDER/models --model GOOD");

    JsonNode latency = report.at("/targets/4/heads/0");
    assertThat(latency.at("/figures/target").asText()).isEqualTo("LATENCY_P99");
    assertThat(latency.at("/figures/quantile/coverage").asDouble()).isEqualTo(0.99, within(0.01));
    assertThat(latency.at("/figures/quantile/pinball").asDouble())
        .isLessThan(latency.at("/figures/quantile/pinballOfPersistence").asDouble());
    assertThat(latency.at("/loadCurve/points")).hasSizeGreaterThan(5);
    JsonNode failure = report.at("/targets/5/heads/0/figures");
    assertThat(failure.get("reference").asText()).isEqualTo("constant");
    assertThat(failure.at("/probability/auc").asDouble()).isGreaterThan(0.7);
    assertThat(failure.at("/probability/reliability/brier").asDouble())
        .isEqualTo(failure.get("error").asDouble(), within(1e-6));
  }

  private static Path league() throws IOException {
    return Files.writeString(
        folder.resolve("league.json"), ResultsFile.write(LeagueResultTest.played()));
  }

  @Test
  void textAndPage_sayTheSame() throws IOException {
    Path page = folder.resolve("page.html");

    assertThat(lb(
            out,
            err,
            "evaluate --data FOLDER/fresh --registry FOLDER/models --model GOOD,POOR --league "
                + league() + " --html " + page))
        .as(err.toString())
        .isZero();

    assertThat(out.toString())
        .contains("1,800 examples of 12 endpoints in 6 clusters")
        .contains("analytic estimate (0)", "constant", "persistence", "EWMA(10)")
        .contains("%s against %s: better; ".formatted(good, poor))
        .contains("% less error (")
        .contains("gain by cluster (too little data for intervals):", "and 1 more")
        .contains("drift from what %s was trained on: 0.0 %% of the examples".formatted(good))
        .contains("learnable: mean 0.800, worst 0.800 (leak); mean at most 0.90: held")
        .contains("others: mean 1.100, worst 1.100 (calm); each at most 1.02: not held");
    assertThat(Files.readString(page))
        .contains("Versions compared", "Error by head", "%s against %s".formatted(good, poor))
        .contains("Coverage", "Pinball loss", "Calibration of failure", "Capacity curves")
        .contains("latency_p99 over load", "What decides: failure, " + good)
        .contains("Drift: " + poor, "Learnable", "mean at most 0.90")
        .contains("By cluster: latency_p50, " + poor, "Error over time: failure");
  }

  @Test
  void withoutNames_theActiveOneElseTheBundledOneIsJudged() throws IOException {
    JsonNode bundled = evaluate("--data FOLDER/fresh --registry FOLDER/models");
    assertThat(bundled.at("/versions")).hasSize(1);
    assertThat(bundled.at("/versions/0/name").asText()).isEqualTo("bundled");

    VersionId version = activate("serving");
    out.getBuffer().setLength(0);

    JsonNode active = evaluate("--data FOLDER/fresh --registry FOLDER/serving");
    assertThat(active.at("/versions")).hasSize(1);
    assertThat(active.at("/versions/0/name").asText()).isEqualTo("active");
    assertThat(active.at("/versions/0/version").asText()).isEqualTo(version.value());
    out.getBuffer().setLength(0);

    JsonNode both =
        evaluate("--data FOLDER/fresh --registry FOLDER/serving --model FOLDER/models/POOR,active,"
            + version.value().substring(0, 20));
    assertThat(both.at("/versions")).hasSize(2);
    assertThat(both.at("/versions/0/name").asText()).isEqualTo(poor.value());
    assertThat(both.at("/versions/1/name").asText()).isEqualTo("active");
    assertThat(both.at("/notes/0").asText()).contains("are the same version");
    out.getBuffer().setLength(0);

    JsonNode added =
        evaluate("--data FOLDER/fresh --registry FOLDER/serving --model FOLDER/models/POOR");
    assertThat(added.at("/versions/1/name").asText()).isEqualTo("active");
  }

  private static VersionId activate(String registry) {
    VersionId version = copy(registry, Target.values());
    registry(registry).stage(version, ServingScope.EVERYTHING, new Change("test", "shadow", THEN));
    registry(registry)
        .promote(version, ServingScope.EVERYTHING, new Change("test", "promote", THEN));
    return version;
  }

  @Test
  void damagedActiveVersion_isLeftOutUnlessItWasNamed() throws IOException {
    VersionId version = activate("damaged");
    Files.writeString(
        folder.resolve("damaged").resolve(version.value()).resolve("failure.ubj"), "{");

    JsonNode report =
        evaluate("--data FOLDER/fresh --registry FOLDER/damaged --model FOLDER/models/POOR");

    assertThat(report.at("/versions")).hasSize(1);
    assertThat(report.at("/notes/0").asText())
        .startsWith("the active version is left out: --model is active: ")
        .contains("failure.ubj");
    assertThat(
            lb(out, err, "evaluate --data FOLDER/fresh --registry FOLDER/damaged --model active"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("failure.ubj");
  }

  @Test
  void examplesThatAVersionWasTrainedOn_areWarnedOf() throws IOException {
    JsonNode report = evaluate("--data FOLDER/seen --registry FOLDER/models --model GOOD");

    assertThat(report.at("/versions/0/seen").asInt()).isEqualTo(2_000);
    assertThat(report.at("/warnings/0").asText())
        .contains(
            "2,000 of the 2,000 examples are of a time that %s was trained on".formatted(good))
        .contains("and of the same clusters: its figures flatter it");
  }

  @Test
  void versionWithoutAHead_leavesTheOthersComparable() throws IOException {
    VersionId half = copy("half", Target.SERVICE_DEMAND, Target.LATENCY_P99);

    JsonNode report =
        evaluate("--data FOLDER/fresh --registry FOLDER/models --model POOR,FOLDER/half/" + half);

    assertThat(report.at("/targets/0/differences")).hasSize(1);
    assertThat(report.at("/targets/1/heads")).hasSize(1);
    assertThat(report.at("/targets/1/differences")).isEmpty();
    assertThat(report.at("/notes/0").asText())
        .isEqualTo(
            "%s has no head for effective_cores; the analytic estimate stays".formatted(half));
  }

  @Test
  void aFewMinutes_giveNoVerdict() throws IOException {
    JsonNode report =
        evaluate("--data FOLDER/short --registry FOLDER/models --model GOOD --model POOR");

    assertThat(report.at("/targets/0/blocks").asInt()).isEqualTo(1);
    assertThat(report.at("/targets/0/differences/0/verdict").asText()).isEqualTo("TOO_LITTLE_DATA");
    assertThat(report.at("/targets/0/heads/0/figures/clusters/0/interval").isNull())
        .isTrue();
  }

  @Test
  void versionsWithNoHeadInCommon_areNamed() {
    VersionId one = copy("one", Target.SERVICE_DEMAND);
    VersionId other = copy("other", Target.FAILURE);

    assertThat(lb(
            out,
            err,
            "evaluate --data FOLDER/fresh --registry FOLDER/models --model FOLDER/one/" + one
                + ",FOLDER/other/" + other))
        .isEqualTo(2);

    assertThat(err.toString())
        .contains("there is no head that all versions have: %s has service_demand; %s has failure"
            .formatted(one, other));
  }

  @Test
  void dataSetOfAnotherSchema_isRefused() {
    DataSchema other = new DataSchema(
        "v0-other",
        FeatureSchema.CURRENT.definitions().stream().map(it -> it.name()).toList(),
        Arrays.stream(Target.values()).map(Target::label).toList());
    Path set = folder.resolve("foreign");
    try (DataSetWriter writer = DataSetWriter.open(set, other, "test")) {
      writer.row(
          THEN,
          "cart",
          "a:80",
          new float[FeatureSchema.CURRENT.size()],
          new float[Target.values().length]);
      writer.finish();
    }

    assertThat(lb(out, err, "evaluate --model bundled --data " + set)).isEqualTo(2);

    assertThat(err.toString())
        .contains("it holds schema v0-other, this program wants " + FeatureSchema.CURRENT.id());
  }

  @Test
  void emptyDataSet_isRefused() throws IOException {
    Path set = Files.createDirectories(folder.resolve("empty"));

    assertThat(lb(out, err, "evaluate --model bundled --data " + set)).isEqualTo(2);

    assertThat(err.toString()).contains("has no part-00000.parquet; lb export writes one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--data FOLDER/fresh --registry FOLDER/models --model 2099|it must be active, bundled, the folder of a version with its manifest.json, or a version in",
        "--data FOLDER/fresh --registry FOLDER/models --model 20|2 versions in",
        "--data FOLDER/fresh --registry FOLDER/models --model active|is active for everything",
        "--data FOLDER/fresh --registry FOLDER/none --model GOOD|there is no such folder",
        "--data FOLDER/fresh --model FOLDER/fresh|it must be active, bundled, the folder of a version",
        "--data FOLDER/none --model bundled|none",
        "--data FOLDER/fresh --most 0|--most is 0; it must be in 1…50000000",
        "--data FOLDER/fresh --model a,b,c,d,e,f,g,h,i|9 times --model; 8 versions at most",
        "--model bundled|--model goes with --data, which is missing",
        "--data FOLDER/fresh --recorded FOLDER|--recorded goes with recorded days, and --data with data sets",
        "--data FOLDER/fresh --seeds 3|--seeds goes with recorded days, and --data with data sets",
        "--data FOLDER/fresh --league FOLDER/none.json|cannot read",
        "--data FOLDER/fresh --html FOLDER/none/page.html|its folder must be there",
      })
  void mistake_namesTheValueAndTheRule(String arguments, String message) {
    assertThat(lb(out, err, "evaluate " + arguments)).isEqualTo(2);

    assertThat(err.toString()).contains(message);
  }
}
