package io.adaptivelb.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.capacity.SecondOpinion;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.loop.FakeWorker;
import io.adaptivelb.models.ModelDesk;
import io.adaptivelb.models.ModelPackage;
import io.adaptivelb.models.Packages;
import io.adaptivelb.models.RegistryFolder;
import io.adaptivelb.prediction.DefaultModel;
import io.adaptivelb.prediction.FeatureRanges;
import io.adaptivelb.prediction.FeatureRanges.Range;
import io.adaptivelb.prediction.Lineup;
import io.adaptivelb.prediction.ModelEstimator;
import io.adaptivelb.prediction.ModelState;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.registry.Change;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.Stage;
import io.adaptivelb.registry.VersionId;
import io.adaptivelb.rollout.Blend;
import io.adaptivelb.rollout.GuardrailSettings;
import io.adaptivelb.rollout.ShadowTick;
import io.adaptivelb.rollout.TrialSettings;
import io.adaptivelb.scoring.Score.Unscored;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loops follow the registry, and the registry follows the trials. */
class ModelServiceTest {
  private static final ClusterId SHOP = new ClusterId("shop");
  private static final ServingScope ALL = ServingScope.EVERYTHING;

  @TempDir
  private Path folder;

  private final FakeWorker worker = new FakeWorker();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private RegistryFolder registry;
  private ModelService service;
  private ModelEstimator estimator;
  private Instant now;

  @BeforeEach
  void start() {
    registry = RegistryFolder.open(folder, RegistryLimits.DEFAULTS, "test");
    service = new ModelService(
        registry,
        new TrialSettings(
            new GuardrailSettings(
                0.01,
                1.1,
                0.1,
                2,
                4,
                Duration.ZERO,
                1,
                Duration.ofMinutes(10),
                1.25,
                60,
                2,
                0.02,
                3,
                1,
                0.5),
            2,
            0,
            1,
            10),
        worker,
        worker,
        meters);
    now = worker.instant();
    estimator = (ModelEstimator) service.of(SHOP, EstimationSettings.DEFAULTS);
    service.start();
    worker.run();
  }

  @Test
  void nothingInTheRegistry_thereIsNoModel_butTheOneThatCameAlong() {
    tick();
    assertThat(lineup().candidate()).isEmpty();
    assertThat(lineup().active().isPresent()).isEqualTo(DefaultModel.load().isPresent());
    assertThat(service.problems()).isEmpty();
  }

  @Test
  void promotion_isFollowedWithinASecond() throws Exception {
    VersionId version = put(1);
    models().promote(version, ALL, change());
    worker.advance(Duration.ofSeconds(1));
    tick();

    assertThat(active()).contains(version.value());
  }

  @Test
  void canary_thatNobodyCanJudge_isGivenUp_andTheOldOneServes() throws Exception {
    VersionId old = put(1);
    models().promote(old, ALL, change());
    VersionId version = put(2);
    models().stage(version, ALL, change());
    Stage stage = Stage.SHADOW;
    for (int i = 0; i < 200 && !(stage instanceof Stage.Active); i++) {
      worker.advance(Duration.ofSeconds(1));
      tick();
      stage = models().stageOf(version, ALL);
    }

    assertThat(stage)
        .isInstanceOfSatisfying(
            Stage.Retired.class,
            back -> assertThat(back.reason()).startsWith("stalled: cluster shop"));
    assertThat(models().history().getLast().change().actor()).isEqualTo("guardrails");
    assertThat(active()).contains(old.value());
    assertThat(meters
            .get("adaptivelb.rollout.decisions")
            .tag("decision", "roll_back")
            .tag("guardrail", "stalled")
            .counter()
            .count())
        .isEqualTo(1);
  }

  @Test
  void changeElsewhere_doesNotBeginATrialAnew() throws Exception {
    VersionId version = put(1);
    models().stage(version, ALL, change());
    worker.advance(Duration.ofSeconds(1));
    tick();
    Lineup before = lineup();
    assertThat(before.candidate()).isPresent();
    put(2);
    worker.advance(Duration.ofSeconds(1));
    tick();

    assertThat(lineup()).isSameAs(before);
  }

  @Test
  void damagedModel_isReported_andTheLastGoodOneServes() throws Exception {
    VersionId good = put(1);
    models().promote(good, ALL, change());
    VersionId bad = put(2);
    models().stage(bad, ALL, change());
    models().startCanary(bad, ALL, 100, change());
    for (Blend blend : List.of(Blend.FIVE, Blend.QUARTER, Blend.HALF, Blend.ALL)) {
      models().blend(bad, ALL, blend, change());
    }
    models().promote(bad, ALL, change());
    Files.writeString(folder.resolve(bad.value()).resolve("demand.json"), "broken");
    worker.advance(Duration.ofSeconds(1));
    tick();

    assertThat(active()).contains(good.value());
    assertThat(service.problems()).singleElement().asString().contains("demand.json");
    assertThat(meters.get("adaptivelb.serving.problems").gauge().value()).isEqualTo(1);
  }

  @Test
  void historyIsDamaged_whatServesGoesOn() throws Exception {
    VersionId version = put(1);
    models().promote(version, ALL, change());
    worker.advance(Duration.ofSeconds(1));
    tick();
    Path history = folder.resolve("history.jsonl");
    Files.writeString(history, Files.readString(history).replaceFirst("admit", "adnit"));
    worker.advance(Duration.ofSeconds(1));
    tick();

    assertThat(active()).contains(version.value());
    assertThat(service.problems()).singleElement().asString().contains("history.jsonl");
  }

  @Test
  void strangeTelemetry_isShownAsAShareOfEachModel() throws Exception {
    assertThat(strange("candidate")).as("without one").isNaN();
    Range elsewhere = new Range(0, List.of(1_000f, 1_000f, 1_000f, 1_001f, 1_001f));
    FeatureRanges ranges =
        new FeatureRanges(Collections.nCopies(FeatureSchema.CURRENT.size(), elsewhere));
    VersionId version =
        put(Packages.with(FeatureRanges.FILE, new String(ranges.write(), StandardCharsets.UTF_8)));
    models().promote(put(2), ALL, change());
    models().stage(version, ALL, change());
    worker.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 10; i++) {
      tick(List.of(observation(now)));
    }

    assertThat(strange("candidate")).isGreaterThan(0.5);
    assertThat(strange("active")).as("which does not tell what it knows").isZero();
  }

  private double strange(String role) {
    return meters
        .get("adaptivelb.model.strange.ratio")
        .tag("role", role)
        .gauge()
        .value();
  }

  private static EndpointObservation observation(Instant now) {
    return new EndpointObservation(
        new EndpointId("10.0.0.1", 80),
        now,
        Duration.ofSeconds(5),
        new Outcomes(100, 0, 0, 0, 0),
        LatencyHistogram.EMPTY,
        3,
        new Resources(4, 0.5, 0.5, 0.5),
        CircuitBreaker.CLOSED,
        now.minusSeconds(1_000),
        0);
  }

  private void tick() {
    tick(List.of());
  }

  /** What the loop does in a tick. */
  private void tick(List<EndpointObservation> seen) {
    now = now.plusSeconds(5);
    estimator.learn(seen, now);
    Optional<SecondOpinion> second = estimator.second();
    second.ifPresent(opinion -> opinion.compared(new ShadowTick(
        SHOP,
        now,
        List.of(new ShadowTick.Line(
            new EndpointId("10.0.0.1", 80),
            new Unscored("quiet"),
            new Unscored("quiet"),
            1_000,
            1_000)))));
  }

  private Lineup lineup() {
    return service.state(SHOP).map(ModelState::lineup).orElseThrow();
  }

  private Optional<String> active() {
    return lineup().active().map(model -> model.name());
  }

  private VersionId put(int number) throws IOException {
    return put(Packages.good(number));
  }

  private VersionId put(byte[] model) throws IOException {
    return new VersionId(new ModelDesk(registry, new ModelValidator(), worker)
        .put(ModelPackage.read(model, 1 << 20), "alice", "trained")
        .version());
  }

  private ModelRegistry models() {
    return registry.registry();
  }

  private Change change() {
    return new Change("alice", "to see", worker.instant());
  }
}
