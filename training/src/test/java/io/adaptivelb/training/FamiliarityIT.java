package io.adaptivelb.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.capacity.AnalyticEstimator;
import io.adaptivelb.cli.Lb;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.features.FeatureVector;
import io.adaptivelb.parquet.DataSchema;
import io.adaptivelb.parquet.DataSet;
import io.adaptivelb.parquet.ExampleRows;
import io.adaptivelb.prediction.Familiarity;
import io.adaptivelb.prediction.ModelEstimator;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.replay.RecordedRun;
import io.adaptivelb.replay.Replay;
import io.adaptivelb.replay.StoredTelemetry;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreSettings;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.TelemetrySample;
import io.adaptivelb.weights.Rung;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A model that was trained on some simulated services, and others: those that it should know, and those that it should not. */
class FamiliarityIT {
  private static final Instant END = Instant.parse("4000-01-01T00:00:00Z");

  /** Of vectors; what may be without a forecast though the model knows the like. */
  private static final double TOLERATED = 0.001;

  @TempDir
  private static Path folder;

  private static ScoringModel model;

  @BeforeAll
  static void train() {
    lb("export --curriculum 6 --seed 7 --out FOLDER/set");
    lb(
        "train --data FOLDER/set --out FOLDER/models --split cluster --rounds 20 --patience 5 --depth 4"
            + " --learning-rate 0.3");
    ModelRegistry registry =
        ModelRegistry.open(folder.resolve("models"), RegistryLimits.DEFAULTS, "test");
    model =
        new ModelValidator().load(registry.load(registry.versions().getFirst().version()));
    assertThat(model.ranges()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--curriculum 3 --seed 99", "--scenario leak,cron-antagonists --seeds 1"})
  void otherSimulatedServices_areKnown(String source) {
    List<FeatureVector> vectors = vectors(source);

    assertThat(foreign(vectors, UnaryOperator.identity())).isLessThanOrEqualTo(TOLERATED);
    assertThat(outOfDepth(vectors, UnaryOperator.identity())).isFalse();
  }

  @Test
  void featuresInAnotherUnit_areForeign() {
    List<FeatureVector> vectors = vectors("--curriculum 1 --seed 98");

    assertThat(foreign(vectors, FamiliarityIT::thousandfold)).isGreaterThan(0.99);
    assertThat(outOfDepth(vectors, FamiliarityIT::thousandfold)).isTrue();
  }

  /** The same service, heard of every five seconds as it was trained on, and once a minute. */
  @Test
  void telemetryOnceAMinute_isServedByTheAnalyticRung() throws Exception {
    Path run = Files.writeString(folder.resolve("minutes.yaml"), """
        name: minutes
        proxies: 3
        endpoints: 10
        warmUp: 10s
        duration: 590s
        cpu: {mean: 20ms}
        servers: {cores: 2}
        load: {utilisation: 0.5}
        """);
    Path fine = folder.resolve("fine");
    Path coarse = folder.resolve("coarse");
    List<TelemetrySample> samples = new ArrayList<>();
    try (FeatureStore store = open(fine)) {
      RecordedRun.play(
          ScenarioFile.read(run.toString()),
          store,
          (cluster, settings) -> new AnalyticEstimator(settings));
      store.read(RecordedRun.CLUSTER, Instant.EPOCH, END, samples::add);
    }
    try (FeatureStore store = open(coarse)) {
      store.append(minutes(samples));
    }

    ModelEstimator known = replay(fine);
    ModelEstimator unknown = replay(coarse);

    assertThat(known.strangeShare()).isLessThan(0.01);
    assertThat(unknown.strangeShare()).isGreaterThan(0.5);
    assertThat(unknown.rung()).isEqualTo(Rung.ANALYTIC);
  }

  private static List<FeatureVector> vectors(String source) {
    Path set = folder.resolve("set" + source.hashCode());
    lb("export " + source + " --out " + set);
    List<FeatureVector> vectors = new ArrayList<>();
    DataSet.open(set, DataSchema.ofExamples())
        .forEach(ExampleRows.from(example -> vectors.add(example.features())));
    assertThat(vectors).hasSizeGreaterThan(1_000);
    return vectors;
  }

  private static double foreign(
      List<FeatureVector> vectors, UnaryOperator<FeatureVector> distortion) {
    Familiarity familiarity = new Familiarity(model.ranges());
    long foreign = vectors.stream()
        .map(distortion)
        .filter(vector -> !familiarity.knows(vector))
        .count();
    return (double) foreign / vectors.size();
  }

  /** Whether it ever is, when some vectors at a time are a tick. */
  private static boolean outOfDepth(
      List<FeatureVector> vectors, UnaryOperator<FeatureVector> distortion) {
    Familiarity familiarity = new Familiarity(model.ranges());
    boolean ever = false;
    for (int i = 0; i < vectors.size(); i++) {
      familiarity.knows(distortion.apply(vectors.get(i)));
      if (i % 10 == 9) {
        familiarity.endTick();
        ever |= familiarity.isOutOfDepth();
      }
    }
    return ever;
  }

  private static FeatureVector thousandfold(FeatureVector features) {
    float[] values = features.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 1_000;
    }
    return FeatureSchema.CURRENT.vector(values);
  }

  /** One sample a minute, endpoint and observer, which sums up those of that minute. */
  private static List<TelemetrySample> minutes(List<TelemetrySample> samples) {
    record Series(EndpointId endpoint, String observer, long minute) {}
    Map<Series, TelemetrySample> sums = new HashMap<>();
    for (TelemetrySample sample : samples) {
      long minute = sample.time().getEpochSecond() / 60;
      sums.merge(
          new Series(sample.endpoint(), sample.observer().toString(), minute),
          sum(sample, Outcomes.NONE, LatencyHistogram.EMPTY),
          (before, after) -> sum(sample, before.outcomes(), before.latency()));
    }
    return List.copyOf(sums.values());
  }

  private static TelemetrySample sum(
      TelemetrySample sample, Outcomes outcomes, LatencyHistogram latency) {
    return new TelemetrySample(
        sample.cluster(),
        sample.endpoint(),
        sample.observer(),
        sample.time(),
        Duration.ofMinutes(1),
        outcomes.plus(sample.outcomes()),
        latency.plus(sample.latency()),
        sample.inFlight(),
        sample.resources(),
        sample.circuitBreaker(),
        sample.startTime());
  }

  private static ModelEstimator replay(Path store) {
    List<ModelEstimator> made = new ArrayList<>();
    try (StoredTelemetry telemetry = StoredTelemetry.open(store)) {
      StoredTelemetry.Span span = telemetry.span(RecordedRun.CLUSTER, Instant.MIN, Instant.MAX);
      Replay replay = new Replay(
          telemetry,
          RecordedRun.CLUSTER,
          span.first(),
          span.end(),
          ControlSettings.DEFAULTS,
          (cluster, settings) -> {
            made.add(new ModelEstimator(cluster, settings, model));
            return made.getLast();
          });
      Duration tick = ControlSettings.DEFAULTS.tick();
      for (Instant now = Replay.tickAfter(span.first(), tick);
          now.isBefore(span.end());
          now = now.plus(tick)) {
        replay.tick(now);
      }
    }
    return made.getLast();
  }

  private static FeatureStore open(Path store) {
    return FeatureStore.open(store, new StoreSettings(8L << 20, false, false));
  }

  private static void lb(String arguments) {
    StringWriter err = new StringWriter();
    CommandLine root = Lb.commandLine();
    root.setOut(new PrintWriter(new StringWriter()));
    root.setErr(new PrintWriter(err));
    assertThat(root.execute(arguments.replace("FOLDER", folder.toString()).split(" ", -1)))
        .as(err.toString())
        .isZero();
  }
}
