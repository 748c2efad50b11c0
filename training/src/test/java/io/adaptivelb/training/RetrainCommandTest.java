package io.adaptivelb.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.capacity.AnalyticEstimator;
import io.adaptivelb.cli.Lb;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.registry.Change;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.Stage;
import io.adaptivelb.registry.VersionId;
import io.adaptivelb.replay.RecordedRun;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreSettings;
import io.adaptivelb.telemetry.TelemetrySample;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Every store here is open in another place, as a running server has it. */
class RetrainCommandTest {
  private static final StoreSettings SETTINGS = new StoreSettings(8L << 20, false, false);

  /** How much later the server hears of one endpoint while it is retrained. */
  private static final int SECONDS = 100;

  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path data;
  private FeatureStore live;

  @BeforeEach
  void serve() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    live = FeatureStore.open(data.resolve("telemetry"), SETTINGS);
  }

  @AfterEach
  void stop() {
    live.close();
  }

  private int lb(String... arguments) {
    CommandLine root = Lb.commandLine();
    root.setOut(new PrintWriter(out));
    root.setErr(new PrintWriter(err));
    return root.execute(arguments);
  }

  private int retrain(String more) {
    out.getBuffer().setLength(0);
    String all = "retrain --data %s --once --json --window 3650d --rounds 20 --patience 5 --depth 3"
        + " --learning-rate 0.3 --leaf-weight 5 --threads 1" + more;
    return lb(all.formatted(data).split(" ", -1));
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  /** Seventy minutes in which neighbours steal cores again and again. */
  private void fill() throws IOException {
    Path file = Files.writeString(folder.resolve("recorded.yaml"), """
        name: recorded
        proxies: 2
        endpoints: 6
        warmUp: 20s
        duration: 4180s
        servers: {cores: 2}
        cpu: {mean: 40ms}
        load: {utilisation: 0.5}
        faults:
        - {kind: steal, at: 25s, every: 20s, lasts: [15, 25], endpoints: 2, amount: [0.5, 0.8], visible: false}
        """);
    RecordedRun.play(
        ScenarioFile.read(file.toString()),
        live,
        (cluster, settings) -> new AnalyticEstimator(settings));
  }

  private List<TelemetrySample> stored(ClusterId cluster) {
    List<TelemetrySample> samples = new ArrayList<>();
    live.read(cluster, Instant.EPOCH, Instant.parse("4000-01-01T00:00:00Z"), samples::add);
    return samples;
  }

  private ModelRegistry registry() {
    return ModelRegistry.open(data.resolve("models"), RegistryLimits.DEFAULTS, "test");
  }

  @Test
  void retrain_whileTheServerWrites_endsWithAShadowAndDisturbsNothing() throws Exception {
    fill();
    List<TelemetrySample> before = stored(RecordedRun.CLUSTER);
    TelemetrySample last = before.getLast();
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService server = Executors.newSingleThreadExecutor()) {
      Future<Integer> writing = server.submit(() -> {
        int written = 0;
        while (!over.get() || written < SECONDS) {
          live.append(List.of(later(last, 1 + written++ % SECONDS)));
        }
        return written;
      });
      int code;
      try {
        code = retrain("");
      } finally {
        over.set(true);
      }
      assertThat(code).as(err.toString() + out).isZero();
      assertThat(writing.get()).isGreaterThanOrEqualTo(SECONDS);
    }

    VersionId version = new VersionId(report().get("version").asText());
    assertThat(report().get("outcome").asText()).isEqualTo("SHADOW");
    assertThat(registry().stageOf(version, ServingScope.EVERYTHING)).isEqualTo(Stage.SHADOW);
    assertThat(registry().load(version).manifest().provenance().tool()).isEqualTo("lb retrain");
    assertThat(registry().load(version).manifest().data().source())
        .isEqualTo("feature store, the last 3650d");
    assertThat(registry().problems()).isEmpty();
    assertThat(stored(RecordedRun.CLUSTER)).hasSize(before.size() + SECONDS);
    assertThat(data.resolve("retrain/dataset")).doesNotExist();
  }

  @Test
  void retrain_withAShadowUnderWay_putsACandidateAndLeavesTheShadow() throws IOException {
    fill();
    assertThat(retrain("")).as(err.toString()).isZero();
    VersionId shadow = new VersionId(report().get("version").asText());
    TelemetrySample last = stored(RecordedRun.CLUSTER).getLast();
    assertThat(retrain("")).as("nothing new").isEqualTo(1);
    assertThat(report().get("reason").asText()).contains(shadow + " has learned from all of it");

    // The same again, later.
    for (TelemetrySample sample : stored(RecordedRun.CLUSTER)) {
      live.append(List.of(later(sample, 1_200)));
    }
    assertThat(retrain("")).as(err.toString()).isZero();

    VersionId candidate = new VersionId(report().get("version").asText());
    assertThat(report().get("outcome").asText()).isEqualTo("CANDIDATE");
    assertThat(report().get("reason").asText())
        .isEqualTo("version %s is the shadow of everything".formatted(shadow));
    assertThat(registry().stageOf(candidate, ServingScope.EVERYTHING)).isEqualTo(Stage.CANDIDATE);
    assertThat(registry().stageOf(shadow, ServingScope.EVERYTHING)).isEqualTo(Stage.SHADOW);

    // A shadow of one cluster keeps others out as well.
    registry().rollback(shadow, ServingScope.EVERYTHING, new Change("test", "bad", last.time()));
    registry()
        .stage(
            candidate,
            ServingScope.of(RecordedRun.CLUSTER),
            new Change("test", "look", last.time()));
    for (TelemetrySample sample : stored(RecordedRun.CLUSTER)) {
      live.append(List.of(later(sample, 2_400)));
    }
    assertThat(retrain("")).as(err.toString()).isZero();
    assertThat(report().get("reason").asText())
        .isEqualTo("version %s is the shadow of %s".formatted(candidate, RecordedRun.CLUSTER));
  }

  @Test
  void retrain_nothingStored_saysSoAndLeavesEverything() throws IOException {
    assertThat(retrain("")).isEqualTo(1);

    assertThat(report().get("outcome").asText()).isEqualTo("NOTHING");
    assertThat(report().get("reason").asText()).contains("there is no telemetry since");
    assertThat(registry().versions()).isEmpty();
  }

  @Test
  void retrain_tooLittleStored_saysSoAndLeavesEverything() throws IOException {
    RecordedRun.play(
        RecordedRun.scenario(folder), live, (cluster, settings) -> new AnalyticEstimator(settings));

    assertThat(retrain("")).isEqualTo(1);

    assertThat(report().get("outcome").asText()).isEqualTo("NOTHING");
    assertThat(report().get("reason").asText()).isEqualTo("no head is worth keeping");
    assertThat(report().at("/training/heads/0/reason").asText()).isNotEmpty();
    assertThat(registry().versions()).isEmpty();
    assertThat(data.resolve("retrain/dataset")).doesNotExist();
  }

  @Test
  void retrain_afterOneThatWasKilled_beginsAnew() throws IOException {
    Path left = Files.createDirectories(data.resolve("retrain/dataset"));
    Files.writeString(left.resolve("part-00000.parquet"), "half of a par");

    assertThat(retrain("")).isEqualTo(1);

    assertThat(left).doesNotExist();
  }

  @Test
  void retrain_besideAnother_isRefused() {
    try (RetrainFolder other = RetrainFolder.open(data)) {
      assertThat(retrain("")).isEqualTo(2);
      assertThat(err.toString()).contains("another lb retrain runs on " + data);
      assertThat(other.dataSet()).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--once|Missing required option: '--data=DATA'",
        "--data DATA/none --once|none is no folder; give the data directory of lb serve",
        "--data DATA --every 5|is no duration; write a duration like 250ms, 5s, 2m, 12h or 7d",
        "--data DATA --every 5s|--every is 5s; it must be in 1m…3650d",
        "--data DATA --window 9999d|--window is 9999d; it must be in 1m…3650d",
        "--data DATA --threads 0|--threads is 0; it must be in 1…1024",
        "--data DATA --once --store DATA/none|none has no feature store",
      })
  void mistake_namesTheValueAndTheRule(String arguments, String message) {
    assertThat(lb(("retrain "
                + arguments
                    .replace("DATA", data.toString())
                    .replace("--data=" + data, "--data=DATA"))
            .split(" ", -1)))
        .isEqualTo(2);

    assertThat(err.toString()).contains(message);
  }

  private static TelemetrySample later(TelemetrySample sample, long seconds) {
    return new TelemetrySample(
        sample.cluster(),
        sample.endpoint(),
        sample.observer(),
        sample.time().plusSeconds(seconds),
        sample.interval(),
        sample.outcomes(),
        sample.latency(),
        sample.inFlight(),
        sample.resources(),
        sample.circuitBreaker(),
        sample.startTime());
  }
}
