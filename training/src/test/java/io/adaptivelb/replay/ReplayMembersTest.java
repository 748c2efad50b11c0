package io.adaptivelb.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreSettings;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay concludes from samples alone. */
class ReplayMembersTest {
  private static final ClusterId SHOP = new ClusterId("shop");
  private static final Instant BEGIN = Instant.parse("2026-11-25T10:00:00Z");
  private static final Duration TICK = ControlSettings.DEFAULTS.tick();

  @TempDir
  private Path folder;

  private final List<TelemetrySample> samples = new ArrayList<>();
  private final List<ClusterId> loops = new ArrayList<>();

  /** Speaks of an endpoint every 5 s. */
  private void record(String host, int fromSecond, int toSecond) {
    EndpointId endpoint = new EndpointId(host, 80);
    for (int second = fromSecond + 4; second < toSecond; second += 5) {
      samples.add(new TelemetrySample(
          SHOP,
          endpoint,
          new Observer(Observer.Kind.ENDPOINT, host, Locality.UNKNOWN),
          BEGIN.plusSeconds(second),
          TICK,
          new Outcomes(100, 0, 0, 0, 0),
          LatencyHistogram.EMPTY,
          1,
          new Resources(4, 1, Double.NaN, Double.NaN),
          CircuitBreaker.UNKNOWN,
          Instant.EPOCH));
    }
  }

  /** How many members there are after every tick, by its second. */
  private SortedMap<Long, Integer> members() {
    try (FeatureStore store = FeatureStore.open(folder, StoreSettings.DEFAULTS)) {
      store.append(samples);
    }
    SortedMap<Long, Integer> members = new TreeMap<>();
    try (StoredTelemetry telemetry = StoredTelemetry.open(folder)) {
      StoredTelemetry.Span span = telemetry.span(SHOP, Instant.MIN, Instant.MAX);
      Replay replay = new Replay(
          telemetry,
          SHOP,
          span.first(),
          span.end(),
          ControlSettings.DEFAULTS,
          (cluster, settings) -> {
            loops.add(cluster);
            return EstimatorFactory.ANALYTIC.of(cluster, settings);
          });
      for (Instant now = Replay.tickAfter(span.first(), TICK);
          !now.isAfter(Replay.tickAfter(span.last(), TICK));
          now = now.plus(TICK)) {
        long second = Duration.between(BEGIN, now).toSeconds();
        replay
            .tick(now)
            .ifPresent(snapshot -> members.put(second, snapshot.endpoints().size()));
      }
    }
    return members;
  }

  @Test
  void endpoint_isAMemberFromItsFirstSample() {
    record("a", 0, 60);
    record("b", 30, 60);
    assertThat(members())
        .hasSize(12)
        .containsEntry(5L, 1)
        .containsEntry(30L, 1)
        .containsEntry(35L, 2)
        .containsEntry(60L, 2);
  }

  @Test
  void endpoint_thatNobodySpeaksOf_isGoneAfterTwoMinutes() {
    record("a", 0, 300);
    record("b", 0, 60);
    assertThat(members()).containsEntry(60L, 2).containsEntry(175L, 2).containsEntry(180L, 1);
    assertThat(loops).hasSize(1);
  }

  @Test
  void silence_ofMoreThanFiveMinutes_startsTheLoopAnew() {
    record("a", 0, 60);
    record("b", 0, 60);
    record("a", 400, 420);
    SortedMap<Long, Integer> members = members();
    assertThat(loops).hasSize(2);
    assertThat(members).containsEntry(60L, 2).containsEntry(405L, 1).containsEntry(420L, 1);
  }
}
