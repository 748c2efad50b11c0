package io.adaptivelb.store;

import static io.adaptivelb.store.TypicalSamples.cluster;
import static io.adaptivelb.store.TypicalSamples.endpoint;
import static io.adaptivelb.telemetry.Samples.CLUSTER;
import static io.adaptivelb.telemetry.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.store.StoreException.Reason;
import io.adaptivelb.telemetry.Samples;
import io.adaptivelb.telemetry.TelemetrySample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeatureStoreTest {
  private static final StoreSettings SETTINGS = StoreSettings.DEFAULTS;
  private static final Instant FAR = SampleKey.END;

  @TempDir
  Path temp;

  @Test
  void read_whatWasAppended_isTheSame() {
    List<TelemetrySample> samples =
        IntStream.range(0, 500).mapToObj(SampleArbitraries::sample).toList();
    try (FeatureStore store = open()) {
      store.append(samples);

      List<TelemetrySample> read = all(store, CLUSTER);

      assertThat(read).containsExactlyInAnyOrderElementsOf(samples);
      assertThat(read)
          .isSortedAccordingTo(Comparator.comparingLong(sample -> millis(sample.time())));
    }
  }

  @Test
  void read_partOfTime_isFromInclusiveToExclusive() {
    try (FeatureStore store = open()) {
      fill(store, 2, 3, 24);

      List<TelemetrySample> read = new ArrayList<>();
      RangeRead range = store.read(cluster(1), NOW.plusSeconds(20), NOW.plusSeconds(70), read::add);

      assertThat(range).isEqualTo(new RangeRead(30, 0));
      assertThat(read).allMatch(sample -> sample.cluster().equals(cluster(1)));
      assertThat(read.getFirst().time()).isEqualTo(NOW.plusSeconds(20));
      assertThat(read.getLast().time()).isEqualTo(NOW.plusSeconds(65).plusMillis(2));
      assertThat(store.read(cluster(1), NOW, NOW, read::add).samples()).isZero();
      assertThat(store.read(cluster(9), Instant.MIN, Instant.MAX, read::add).samples())
          .isZero();
    }
  }

  @Test
  void read_oneEndpoint_isItsHistoryOnly() {
    try (FeatureStore store = open()) {
      fill(store, 2, 5, 24);
      // A gap of years must cost a seek, not one per slice.
      store.append(List.of(TypicalSamples.of(1, 3, NOW.plus(Duration.ofDays(20_000)))));

      List<TelemetrySample> read = new ArrayList<>();
      store.read(cluster(1), endpoint(3), Instant.MIN, Instant.MAX, read::add);

      assertThat(read).hasSize(25).allMatch(sample -> sample.endpoint().equals(endpoint(3)));
      assertThat(read).isSortedAccordingTo(Comparator.comparing(TelemetrySample::time));
      read.clear();
      store.read(cluster(1), endpoint(3), NOW.plusSeconds(10), NOW.plusSeconds(41), read::add);
      assertThat(read).hasSize(7);
      assertThat(store
              .read(cluster(1), endpoint(77), Instant.MIN, Instant.MAX, read::add)
              .samples())
          .isZero();
    }
  }

  @Test
  void append_sameSampleAgain_isKeptOnce() {
    TelemetrySample own = Samples.ofEndpoint().sample();
    TelemetrySample proxy = Samples.ofProxy("a").sample();
    try (FeatureStore store = open()) {
      store.append(List.of(own, proxy));
      store.append(List.of(own));

      assertThat(all(store, CLUSTER)).containsExactlyInAnyOrder(own, proxy);
    }
  }

  @Test
  void append_timeOutsideTheKeys_keepsNothingOfTheBatch() {
    TelemetrySample good = Samples.ofEndpoint().sample();
    try (FeatureStore store = open()) {
      for (Instant time : List.of(Instant.EPOCH.minusMillis(1), SampleKey.END, Instant.MAX)) {
        TelemetrySample bad =
            Samples.ofEndpoint().time(time, Duration.ofSeconds(5)).sample();
        assertThatThrownBy(() -> store.append(List.of(good, bad)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("checkout/10.0.0.1:8080")
            .hasMessageContaining(time.toString());
      }
      assertThat(all(store, CLUSTER)).isEmpty();

      store.append(List.of(good));
      assertThat(all(store, CLUSTER)).containsExactly(good);
    }
  }

  @Test
  void open_again_hasEverything() {
    try (FeatureStore store = open()) {
      fill(store, 2, 5, 4);
    }

    try (FeatureStore store = open()) {
      assertThat(all(store, cluster(0))).hasSize(20);
      assertThat(store.clusters()).containsExactly(cluster(0), cluster(1));
      assertThat(store.endpoints(cluster(1))).hasSize(5).contains(endpoint(4));
      assertThat(store.endpoints(new ClusterId("unknown"))).isEmpty();
      assertThat(store.statistics().recoveredRecords()).isZero();
      assertThat(store.statistics().recoveryDroppedBytes()).isZero();
    }
  }

  @Test
  void expire_oldSamples_areGoneAndSoAreTheirNames() {
    Instant later = NOW.plus(Duration.ofHours(3));
    try (FeatureStore store = open()) {
      fill(store, 2, 5, 24);
      store.append(TypicalSamples.tick(1, 2, later));

      store.expire(NOW.plusSeconds(60));
      assertThat(all(store, cluster(0))).hasSize(60);
      assertThat(store.endpoints(cluster(0))).hasSize(5);

      store.expire(later.minusSeconds(60));
      assertThat(all(store, cluster(0))).isEmpty();
      assertThat(all(store, cluster(1))).hasSize(2);
      assertThat(store.clusters()).containsExactly(cluster(1));
      assertThat(store.endpoints(cluster(1))).containsExactly(endpoint(0), endpoint(1));
    }
    try (FeatureStore store = open()) {
      assertThat(store.clusters()).containsExactly(cluster(1));
      assertThat(store.statistics().endpoints()).isEqualTo(2);
      fill(store, 1, 5, 1);
      assertThat(all(store, cluster(0))).hasSize(5);
    }
  }

  @Test
  void expire_beforeAfterAndBeyondAllData_keepsNoneOrAll() {
    try (FeatureStore store = open()) {
      store.expire(Instant.MIN);
      store.expire(Instant.MAX);
      fill(store, 1, 5, 2);

      store.expire(NOW.minusSeconds(60));
      assertThat(all(store, cluster(0))).hasSize(10);
      store.expire(Instant.MAX);
      assertThat(all(store, cluster(0))).isEmpty();
      assertThat(store.clusters()).isEmpty();
    }
  }

  @Test
  void checkpoint_laterAppends_areNotInIt() {
    Path copy = temp.resolve("copy");
    try (FeatureStore store = open()) {
      fill(store, 1, 5, 2);
      store.checkpoint(copy);
      fill(store, 2, 5, 3);

      assertThatThrownBy(() -> store.checkpoint(copy))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(copy.toString());
    }

    try (FeatureStore store = FeatureStore.open(copy, SETTINGS)) {
      assertThat(all(store, cluster(0))).hasSize(10);
      assertThat(store.clusters()).containsExactly(cluster(0));
    }
  }

  @Test
  void open_folderInUse_namesItAndTheRemedy() {
    FeatureStore store = open();

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(temp.toString())
        .hasMessageContaining("in use by another process")
        .extracting("reason")
        .isEqualTo(Reason.LOCKED);

    store.append(List.of(Samples.ofEndpoint().sample()));
    store.close();
    open().close();
  }

  @Test
  void open_folderWithOtherFiles_isRefusedAndLeftAlone() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("store"));
    Path letter = Files.writeString(folder.resolve("letter.txt"), "dear reader");

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("letter.txt")
        .extracting("reason")
        .isEqualTo(Reason.NOT_A_STORE);
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(letter));
  }

  @Test
  void open_aFile_isAnError() throws IOException {
    Files.writeString(temp.resolve("store"), "");

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(temp.resolve("store").toString())
        .extracting("reason")
        .isEqualTo(Reason.IO);
  }

  @Test
  void use_afterClose_isAnErrorNotACrash() {
    FeatureStore store = open();
    store.close();
    store.close();

    assertThatThrownBy(() -> store.append(List.of(Samples.ofEndpoint().sample())))
        .extracting("reason")
        .isEqualTo(Reason.CLOSED);
    assertThatThrownBy(() -> all(store, CLUSTER)).hasMessageContaining("is closed");
    assertThatThrownBy(store::statistics).hasMessageContaining("is closed");
  }

  @Test
  void statistics_filledStore_countsAndStaysWithinItsMemory() {
    StoreSettings small = new StoreSettings(8L << 20, false, true);
    try (FeatureStore store = FeatureStore.open(temp.resolve("store"), small)) {
      for (int tick = 0; tick < 30; tick++) {
        store.append(TypicalSamples.tick(tick % 3, 500, NOW.plusSeconds(5L * tick)));
      }
      assertThat(all(store, cluster(2))).hasSize(5_000);

      StoreStatistics statistics = store.statistics();
      assertThat(statistics.clusters()).isEqualTo(3);
      assertThat(statistics.endpoints()).isEqualTo(1_500);
      assertThat(statistics.approximateSamples()).isBetween(15_000L, 20_000L);
      assertThat(statistics.diskBytes()).isPositive();
      assertThat(statistics.cacheBytes() + statistics.tableReaderBytes())
          .isLessThan(2 * small.memoryBytes());
      assertThat(statistics.unreadableRecords()).isZero();
    }
  }

  @Test
  void settings_memoryOutOfRange_isRefused() {
    assertThatThrownBy(() -> new StoreSettings(1_000, false, true))
        .hasMessageContaining("memoryBytes is 1000; it must be in 8388608…");
  }

  private FeatureStore open() {
    return FeatureStore.open(temp.resolve("store"), SETTINGS);
  }

  private static void fill(FeatureStore store, int clusters, int endpoints, int ticks) {
    for (int tick = 0; tick < ticks; tick++) {
      for (int cluster = 0; cluster < clusters; cluster++) {
        store.append(TypicalSamples.tick(cluster, endpoints, NOW.plusSeconds(5L * tick)));
      }
    }
  }

  private static List<TelemetrySample> all(FeatureStore store, ClusterId cluster) {
    List<TelemetrySample> samples = new ArrayList<>();
    RangeRead range = store.read(cluster, Instant.EPOCH, FAR, samples::add);
    assertThat(range).isEqualTo(new RangeRead(samples.size(), 0));
    assertThat(samples).allMatch(sample -> sample.cluster().equals(cluster));
    return samples;
  }

  private static long millis(Instant time) {
    return time.toEpochMilli();
  }
}
