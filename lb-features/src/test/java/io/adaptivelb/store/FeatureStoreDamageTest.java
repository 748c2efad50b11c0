package io.adaptivelb.store;

import static io.adaptivelb.store.TypicalSamples.cluster;
import static io.adaptivelb.telemetry.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.store.StoreException.Reason;
import io.adaptivelb.telemetry.TelemetrySample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Every file of a store is cut off, changed or taken away; what was readable before is there afterwards. */
final class FeatureStoreDamageTest {
  private static final int ENDPOINTS = 100;
  private static final int TICKS_IN_TABLES = 40;
  private static final int TICKS = 60;
  private static final int SAMPLES = ENDPOINTS * TICKS;
  private static final StoreSettings STRICT =
      new StoreSettings(StoreSettings.DEFAULTS.memoryBytes(), false, false);

  @TempDir
  Path temp;

  private Path folder;

  /** A store as a crash leaves it: two table files and a write-ahead log. */
  @BeforeEach
  void crash() throws IOException, RocksDBException {
    Path live = temp.resolve("live");
    folder = Files.createDirectories(temp.resolve("store"));
    try (FeatureStore store = FeatureStore.open(live, StoreSettings.DEFAULTS)) {
      append(store, 0, TICKS_IN_TABLES / 2);
    }
    flush(live);
    try (FeatureStore store = FeatureStore.open(live, StoreSettings.DEFAULTS)) {
      append(store, TICKS_IN_TABLES / 2, TICKS_IN_TABLES);
    }
    flush(live);
    try (FeatureStore store = FeatureStore.open(live, StoreSettings.DEFAULTS)) {
      append(store, TICKS_IN_TABLES, TICKS);
      for (Path file : files(live, ".*")) {
        if (Files.isRegularFile(file)) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
    }
    assertThat(StoreFolder.tables(folder)).hasSizeGreaterThanOrEqualTo(2);
    assertThat(StoreFolder.logs(folder)).isNotEmpty();
  }

  @Test
  void open_afterCrash_hasEverything() {
    assertThat(readAfterOpening(STRICT)).hasSize(SAMPLES);
  }

  @Test
  void open_logChangedInTheMiddle_losesOnlyTheBatchesInIt() throws IOException {
    Path log = StoreFolder.logs(folder).getLast();
    flip(log, 0.5);

    try (FeatureStore store = FeatureStore.open(folder, STRICT)) {
      // The log comes in blocks of 32 KiB, a tick is half of one; both ends of the log must be
      // there.
      Set<Instant> ticks = ticks(read(store));
      assertThat(ticks).hasSizeBetween(TICKS - 6, TICKS - 1).contains(tick(0), tick(TICKS - 1));
      assertThat(store.statistics().recoveryDroppedBytes()).isPositive();
    }
  }

  @Test
  void open_logCutOff_keepsWhatCameBefore() throws IOException {
    cut(StoreFolder.logs(folder).getLast(), 0.5);

    List<TelemetrySample> read = readAfterOpening(STRICT);

    assertThat(read.size()).isBetween(ENDPOINTS * TICKS_IN_TABLES, SAMPLES - ENDPOINTS);
    assertThat(read.size() % ENDPOINTS).as("batches are whole").isZero();
  }

  @Test
  void read_blockChanged_losesThatBlockAndCountsIt() throws IOException {
    flip(StoreFolder.tables(folder).getFirst(), 0.4);

    try (FeatureStore store = FeatureStore.open(folder, STRICT)) {
      List<TelemetrySample> read = new ArrayList<>();
      RangeRead range = store.read(cluster(0), Instant.EPOCH, SampleKey.END, read::add);

      assertThat(range.unreadable()).isPositive();
      assertThat(store.statistics().unreadableRecords()).isEqualTo(range.unreadable());
      assertThat(read).hasSizeBetween(SAMPLES - 400, SAMPLES - 1);
      assertThat(ticks(read)).contains(tick(0), tick(TICKS_IN_TABLES), tick(TICKS - 1));
      long history = 0;
      for (int endpoint = 0; endpoint < ENDPOINTS; endpoint++) {
        history += store
            .read(
                cluster(0),
                TypicalSamples.endpoint(endpoint),
                Instant.EPOCH,
                SampleKey.END,
                sample -> {})
            .samples();
      }
      assertThat(history).isGreaterThan(SAMPLES / 2);
    }
  }

  @Test
  void read_recordChanged_losesThatRecordOnly() throws RocksDBException {
    try (Options options = new Options();
        RocksDB db = RocksDB.open(options, folder.toString());
        var iterator = db.newIterator()) {
      iterator.seek(new byte[] {SampleKey.TAG});
      db.put(iterator.key(), new byte[] {1, 2, 3});
    }

    try (FeatureStore store = FeatureStore.open(folder, STRICT)) {
      List<TelemetrySample> read = new ArrayList<>();
      assertThat(store.read(cluster(0), Instant.EPOCH, SampleKey.END, read::add))
          .isEqualTo(new RangeRead(SAMPLES - 1, 1));
    }
  }

  @Test
  void open_manifestCutOff_losesNothing() throws IOException {
    for (double share : new double[] {0.3, 0.6, 0.9}) {
      Path damaged = copy("manifest-" + share);
      cut(files(damaged, "MANIFEST.*").getFirst(), share);

      try (FeatureStore store = FeatureStore.open(damaged, StoreSettings.DEFAULTS)) {
        assertThat(read(store)).as("cut at %s", share).hasSize(SAMPLES);
      }
    }
  }

  @Test
  void open_damagedFile_isSalvagedOrRefused() throws IOException {
    for (String pattern : List.of("CURRENT", "MANIFEST.*")) {
      assertSalvaged("empty " + pattern, damaged -> cut(files(damaged, pattern).getFirst(), 0));
      assertSalvaged(
          "no " + pattern, damaged -> Files.delete(files(damaged, pattern).getFirst()));
      assertSalvaged(
          "changed " + pattern, damaged -> flip(files(damaged, pattern).getFirst(), 0.2));
    }
  }

  @Test
  void open_tableMissingOrCutOff_salvagesTheOthers() throws IOException {
    for (boolean missing : new boolean[] {true, false}) {
      Path damaged = copy("table-" + missing);
      Path table = StoreFolder.tables(damaged).getFirst();
      if (missing) {
        Files.delete(table);
      } else {
        cut(table, 0.5);
      }
      assertRefused(damaged);

      try (FeatureStore store = FeatureStore.open(damaged, StoreSettings.DEFAULTS)) {
        // The names were in that table; they come back with the next sample of whoever bears them.
        append(store, TICKS, TICKS + 1);
        assertThat(read(store)).hasSize(SAMPLES - ENDPOINTS * TICKS_IN_TABLES / 2 + ENDPOINTS);
      }
    }
  }

  @Test
  void open_salvageInterrupted_goesOn() throws IOException {
    Path damaged = Files.createDirectories(folder.resolve("damaged-1"));
    Files.writeString(damaged.resolve("MOVING"), "");
    Path table = StoreFolder.tables(folder).getFirst();
    Files.move(table, damaged.resolve(table.getFileName()));

    assertThat(readAfterOpening(StoreSettings.DEFAULTS)).hasSize(SAMPLES);

    Files.writeString(damaged.resolve("COPYING"), "");
    Files.delete(files(folder, "CURRENT").getFirst());
    assertThat(readAfterOpening(StoreSettings.DEFAULTS)).hasSize(SAMPLES);
    assertThat(readAfterOpening(STRICT)).hasSize(SAMPLES);
    assertThat(folder.resolve("damaged-2")).doesNotExist();
  }

  @Test
  void open_markedAsDamagedWhileInUse_isSalvaged() throws IOException {
    Files.writeString(folder.resolve("DAMAGED"), "");
    assertRefused(folder);

    assertThat(readAfterOpening(StoreSettings.DEFAULTS)).hasSize(SAMPLES);
    assertThat(readAfterOpening(STRICT)).hasSize(SAMPLES);
  }

  @Test
  void open_laterFormat_isRefused() throws RocksDBException {
    try (Options options = new Options();
        RocksDB db = RocksDB.open(options, folder.toString())) {
      db.put(new byte[] {'f'}, new byte[] {9});
    }

    assertThatThrownBy(() -> FeatureStore.open(folder, StoreSettings.DEFAULTS))
        .hasMessageContaining("has format 9, this program knows 1")
        .extracting("reason")
        .isEqualTo(Reason.NEWER_FORMAT);
  }

  /** Breaks a file. */
  private interface Damage {
    void inflict(Path folder) throws IOException;
  }

  private void assertSalvaged(String what, Damage damage) throws IOException {
    Path damaged = copy(what.replaceAll("\\W", "-"));
    damage.inflict(damaged);
    assertRefused(damaged);

    try (FeatureStore store = FeatureStore.open(damaged, StoreSettings.DEFAULTS)) {
      assertThat(read(store)).as(what).hasSize(SAMPLES);
      assertThat(store.statistics().recoveredRecords()).isPositive();
      append(store, TICKS, TICKS + 1);
      assertThat(read(store)).hasSize(SAMPLES + ENDPOINTS);
    }
    assertThat(damaged.resolve("damaged-1")).isDirectory();
  }

  private static void assertRefused(Path damaged) {
    assertThatThrownBy(() -> FeatureStore.open(damaged, STRICT))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(damaged.toString())
        .hasMessageContaining("Open it with salvage on")
        .extracting("reason")
        .isEqualTo(Reason.DAMAGED);
  }

  private List<TelemetrySample> readAfterOpening(StoreSettings settings) {
    try (FeatureStore store = FeatureStore.open(folder, settings)) {
      return read(store);
    }
  }

  private static List<TelemetrySample> read(FeatureStore store) {
    List<TelemetrySample> samples = new ArrayList<>();
    store.read(cluster(0), Instant.EPOCH, SampleKey.END, samples::add);
    return samples;
  }

  private static void append(FeatureStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      store.append(TypicalSamples.tick(0, ENDPOINTS, tick(i)));
    }
  }

  private static Instant tick(int i) {
    return NOW.plusSeconds(5L * i);
  }

  private static Set<Instant> ticks(List<TelemetrySample> samples) {
    return samples.stream()
        .map(sample -> Instant.ofEpochSecond(sample.time().getEpochSecond()))
        .collect(Collectors.toSet());
  }

  private static void flush(Path folder) throws RocksDBException {
    try (Options options = new Options();
        RocksDB db = RocksDB.open(options, folder.toString());
        FlushOptions flush = new FlushOptions()) {
      db.flush(flush);
    }
  }

  private Path copy(String name) throws IOException {
    Path copy = Files.createDirectories(temp.resolve(name));
    for (Path file : files(folder, ".*")) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
    return copy;
  }

  private static List<Path> files(Path folder, String pattern) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(pattern))
          .sorted()
          .toList();
    }
  }

  private static void cut(Path file, double share) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (share * bytes.length)));
  }

  private static void flip(Path file, double at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < 8; i++) {
      bytes[(int) (at * bytes.length) + i] ^= 0x55;
    }
    Files.write(file, bytes);
  }
}
