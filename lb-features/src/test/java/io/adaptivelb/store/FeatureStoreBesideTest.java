package io.adaptivelb.store;

import static io.adaptivelb.store.TypicalSamples.cluster;
import static io.adaptivelb.telemetry.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is read while somebody else has it open and writes. */
final class FeatureStoreBesideTest {
  private static final int ENDPOINTS = 200;

  @TempDir
  Path temp;

  @Test
  void openReadOnly_whileItIsInUse_seesWhatWasThereAndNothingLater() {
    try (FeatureStore live = open()) {
      live.append(TypicalSamples.tick(0, 3, NOW));
      try (FeatureStore beside = beside()) {
        live.append(TypicalSamples.tick(0, 3, NOW.plusSeconds(5)));
        live.append(TypicalSamples.tick(1, 3, NOW.plusSeconds(5)));

        assertThat(beside.clusters()).containsExactly(cluster(0));
        assertThat(beside.endpoints(cluster(0))).hasSize(3);
        assertThat(count(beside)).isEqualTo(3);
      }
      try (FeatureStore later = beside()) {
        assertThat(later.clusters()).containsExactly(cluster(0), cluster(1));
        assertThat(count(later)).isEqualTo(9);
      }
    }
  }

  @Test
  void openReadOnly_writesNothing() throws IOException {
    try (FeatureStore live = open()) {
      live.append(TypicalSamples.tick(0, 3, NOW));
      List<String> before = files();
      try (FeatureStore beside = beside()) {
        assertThatThrownBy(() -> beside.append(TypicalSamples.tick(0, 3, NOW.plusSeconds(5))))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("was opened to be read, and cannot take samples")
            .extracting("reason")
            .isEqualTo(Reason.READ_ONLY);
        assertThatThrownBy(() -> beside.expire(NOW)).hasMessageContaining("cannot be cleaned");
        assertThat(files()).isEqualTo(before);
      }
      assertThat(files()).isEqualTo(before);
    }
  }

  @Test
  void openReadOnly_whileTablesAreWrittenAndMerged_missesNothingThatWasAcknowledged()
      throws Exception {
    AtomicLong acknowledged = new AtomicLong();
    try (FeatureStore live = open();
        ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<?> writing = writer.submit(() -> {
        for (int tick = 0; tick < 250; tick++) {
          live.append(TypicalSamples.tick(0, ENDPOINTS, NOW.plusSeconds(5L * tick)));
          acknowledged.addAndGet(ENDPOINTS);
        }
      });
      int opened = 0;
      while (!writing.isDone() || opened == 0) {
        long before = acknowledged.get();
        try (FeatureStore beside = beside()) {
          assertThat(count(beside)).isBetween(before, acknowledged.get() + ENDPOINTS);
        }
        opened++;
      }
      writing.get();
    }
    assertThat(tables()).isGreaterThan(1);
  }

  @Test
  void openReadOnly_noStoreThere_isRefusedAndMakesNone() {
    assertThatThrownBy(this::beside)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("holds no feature store")
        .extracting("reason")
        .isEqualTo(Reason.NOT_A_STORE);
    assertThat(folder()).doesNotExist();
  }

  @Test
  void openReadOnly_damaged_isRefusedAndNotMarked() throws IOException {
    try (FeatureStore store = open()) {
      store.append(TypicalSamples.tick(0, 3, NOW));
    }
    String manifest = Files.readString(folder().resolve("CURRENT")).strip();
    Files.delete(folder().resolve(manifest));

    assertThatThrownBy(this::beside).isInstanceOf(StoreException.class);

    assertThat(folder().resolve("DAMAGED")).doesNotExist();
  }

  private Path folder() {
    return temp.resolve("store");
  }

  /** Small memtables, so that there is much to write and merge. */
  private FeatureStore open() {
    return FeatureStore.open(folder(), new StoreSettings(8L << 20, false, false));
  }

  private FeatureStore beside() {
    return FeatureStore.openReadOnly(folder(), StoreSettings.DEFAULTS);
  }

  private static long count(FeatureStore store) {
    long count = 0;
    for (var cluster : store.clusters()) {
      RangeRead read = store.read(cluster, Instant.EPOCH, SampleKey.END, sample -> {});
      assertThat(read.unreadable()).isZero();
      count += read.samples();
    }
    return count;
  }

  private long tables() {
    return StoreFolder.tables(folder()).size();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName() + " " + file.toFile().length())
          .sorted()
          .toList();
    }
  }
}
