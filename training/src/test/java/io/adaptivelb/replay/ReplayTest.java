package io.adaptivelb.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreSettings;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.WeightSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final Duration TICK = ControlSettings.DEFAULTS.tick();

  /** A failed health check comes first, which no store keeps. */
  private static final Instant CRASH = Instant.parse("2026-01-05T00:01:20Z");

  @TempDir
  private Path folder;

  private List<WeightSnapshot> published;

  @BeforeEach
  void record() throws IOException {
    try (FeatureStore store =
        FeatureStore.open(folder.resolve("telemetry"), StoreSettings.DEFAULTS)) {
      published = RecordedRun.play(RecordedRun.scenario(folder), store, EstimatorFactory.ANALYTIC);
    }
  }

  @Test
  void span_isThatOfTheSamples() {
    try (StoredTelemetry telemetry = StoredTelemetry.open(folder)) {
      StoredTelemetry.Span span = telemetry.span(RecordedRun.CLUSTER, Instant.MIN, Instant.MAX);
      List<Instant> times = new ArrayList<>();
      telemetry.read(
          RecordedRun.CLUSTER, Instant.EPOCH, Instant.MAX, sample -> times.add(sample.time()));
      assertThat(span.first()).isEqualTo(times.getFirst());
      assertThat(span.last()).isEqualTo(times.getLast());
    }
  }

  @Test
  void replay_publishesTheWeightsThatWerePublished_asLongAsNothingElseWasHeard() {
    List<WeightSnapshot> again = replay();
    assertThat(again).hasSizeGreaterThan(20);
    int unequal = 0;
    for (WeightSnapshot snapshot : again) {
      if (snapshot.time().isBefore(CRASH)) {
        WeightSnapshot then = published.stream()
            .filter(s -> s.time().equals(snapshot.time()))
            .findFirst()
            .orElseThrow();
        assertThat(weights(snapshot)).isEqualTo(weights(then));
        unequal += weights(then).stream().distinct().count() > 1 ? 1 : 0;
      }
    }
    assertThat(unequal).isGreaterThan(5);
  }

  @Test
  void replay_twice_isTheSame() {
    assertThat(replay()).isEqualTo(replay());
  }

  @Test
  void tickAfter_isTheEndOfTheTickThatHeardTheMoment() {
    Instant whole = Instant.parse("2026-01-05T00:00:05Z");
    assertThat(Replay.tickAfter(whole, TICK)).isEqualTo(whole);
    assertThat(Replay.tickAfter(whole.plusNanos(1), TICK)).isEqualTo(whole.plusSeconds(5));
    assertThat(Replay.tickAfter(whole.minusMillis(1), TICK)).isEqualTo(whole);
  }

  @Test
  void open_ofAFolderWithoutAStore_saysWhatToGive() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> StoredTelemetry.open(empty))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "has no feature store; give the data directory of lb serve or lb demo");
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void open_ofAStoreInUse_showsWhatIsThere() {
    try (FeatureStore server =
            FeatureStore.open(folder.resolve("telemetry"), StoreSettings.DEFAULTS);
        StoredTelemetry telemetry = StoredTelemetry.open(folder)) {
      assertThat(server.clusters()).containsExactly(RecordedRun.CLUSTER);
      assertThat(telemetry.clusters()).isEqualTo(server.clusters());
    }
  }

  @Test
  void require_ofAnUnknownCluster_namesTheNearest() {
    try (StoredTelemetry telemetry = StoredTelemetry.open(folder)) {
      assertThatThrownBy(() -> telemetry.require("simulate"))
          .isInstanceOf(UserError.class)
          .hasMessageEndingWith(
              "has no cluster \"simulate\" (did you mean simulated?); it has: simulated");
    }
  }

  private List<WeightSnapshot> replay() {
    List<WeightSnapshot> snapshots = new ArrayList<>();
    try (StoredTelemetry telemetry = StoredTelemetry.open(folder)) {
      StoredTelemetry.Span span = telemetry.span(RecordedRun.CLUSTER, Instant.MIN, Instant.MAX);
      Replay replay = new Replay(
          telemetry,
          RecordedRun.CLUSTER,
          span.first(),
          span.end(),
          ControlSettings.DEFAULTS,
          EstimatorFactory.ANALYTIC);
      for (Instant now = Replay.tickAfter(span.first(), TICK);
          !now.isAfter(Replay.tickAfter(span.last(), TICK));
          now = now.plus(TICK)) {
        replay.tick(now).ifPresent(snapshots::add);
      }
    }
    return snapshots;
  }

  private static List<Integer> weights(WeightSnapshot snapshot) {
    return snapshot.endpoints().stream().map(EndpointWeight::weight).toList();
  }
}
