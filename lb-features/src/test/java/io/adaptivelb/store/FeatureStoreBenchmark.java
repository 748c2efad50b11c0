package io.adaptivelb.store;

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
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Appends to the feature store against raw RocksDB batches of the very same encoded bytes, in the same run with the same
 * settings. {@code ./lb bench FeatureStore}; the target is a ratio of at least 0.5.
 */
public final class FeatureStoreBenchmark {
  private static final int ENDPOINTS = 5_000;
  private static final int BATCH = 1_000;
  private static final int TICKS = 100;
  private static final int ROUNDS = 5;

  private FeatureStoreBenchmark() {}

  /** Runs it and exits with 1 when the target is missed. */
  public static void main(String[] arguments) throws IOException, RocksDBException {
    Path temp = Files.createTempDirectory("feature-store-benchmark");
    try {
      System.exit(run(temp) >= 0.5 ? 0 : 1);
    } finally {
      delete(temp);
    }
  }

  private static double run(Path temp) throws IOException, RocksDBException {
    List<TelemetrySample> shapes = TypicalSamples.tick(0, ENDPOINTS, Samples.NOW);
    System.out.printf(
        "%,d samples a run (%d ticks of %,d endpoints) in batches of %,d; %d rounds after one to warm up%n",
        TICKS * ENDPOINTS, TICKS, ENDPOINTS, BATCH, ROUNDS);
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      double raw = raw(temp.resolve("raw-" + round), shapes);
      double store = store(temp.resolve("store-" + round), shapes);
      if (round > 0) {
        ratios.add(store / raw);
        System.out.printf(
            "round %d: raw %,.0f/s, feature store %,.0f/s, ratio %.2f%n",
            round, raw, store, store / raw);
      }
    }
    ratios.sort(Comparator.naturalOrder());
    double median = ratios.get(ratios.size() / 2);
    System.out.printf("median ratio %.2f (target ≥ 0.50)%n", median);
    return median;
  }

  /** Samples a second through {@link FeatureStore#append}. */
  private static double store(Path folder, List<TelemetrySample> shapes) {
    try (FeatureStore store = FeatureStore.open(folder, StoreSettings.DEFAULTS)) {
      long nanos = 0;
      for (int tick = 0; tick < TICKS; tick++) {
        for (int first = 0; first < ENDPOINTS; first += BATCH) {
          List<TelemetrySample> batch = batch(shapes, tick, first);
          long start = System.nanoTime();
          store.append(batch);
          nanos += System.nanoTime() - start;
        }
      }
      report(store);
      return TICKS * ENDPOINTS / (nanos * 1e-9);
    }
  }

  /** Records a second through a plain write batch of the bytes that the store would write. */
  private static double raw(Path folder, List<TelemetrySample> shapes)
      throws IOException, RocksDBException {
    Files.createDirectories(folder);
    SampleCodec codec = new SampleCodec();
    ByteWriter value = new ByteWriter();
    long bytes = 0;
    long nanos = 0;
    try (Engine engine = Engine.own(folder, StoreSettings.DEFAULTS)) {
      for (int tick = 0; tick < TICKS; tick++) {
        for (int first = 0; first < ENDPOINTS; first += BATCH) {
          byte[][] keys = new byte[BATCH][];
          byte[][] values = new byte[BATCH][];
          List<TelemetrySample> batch = batch(shapes, tick, first);
          for (int i = 0; i < BATCH; i++) {
            keys[i] = key(batch.get(i));
            codec.encode(keys[i], batch.get(i), value);
            values[i] = value.toByteArray();
            bytes += keys[i].length + values[i].length;
          }
          long start = System.nanoTime();
          try (WriteBatch write = new WriteBatch()) {
            for (int i = 0; i < BATCH; i++) {
              write.put(keys[i], values[i]);
            }
            engine.db.write(engine.writeOptions, write);
          }
          nanos += System.nanoTime() - start;
        }
      }
    }
    System.out.printf("%.0f bytes a record%n", (double) bytes / (TICKS * ENDPOINTS));
    return TICKS * ENDPOINTS / (nanos * 1e-9);
  }

  private static void report(FeatureStore store) {
    long start = System.nanoTime();
    Instant end = Samples.NOW.plusSeconds(5L * TICKS);
    long samples = store
        .read(TypicalSamples.cluster(0), end.minusSeconds(300), end, sample -> {})
        .samples();
    long middle = System.nanoTime();
    long history = store
        .read(TypicalSamples.cluster(0), TypicalSamples.endpoint(7), Instant.EPOCH, end, s -> {})
        .samples();
    long stop = System.nanoTime();
    StoreStatistics statistics = store.statistics();
    System.out.printf(
        "read %,d samples of a cluster at %,.0f/s; one endpoint's %d in %.1f ms; native %.0f MiB, disk %.0f MiB%n",
        samples,
        samples / ((middle - start) * 1e-9),
        history,
        (stop - middle) * 1e-6,
        (statistics.cacheBytes() + statistics.tableReaderBytes()) / 1048576.0,
        statistics.diskBytes() / 1048576.0);
  }

  private static List<TelemetrySample> batch(List<TelemetrySample> shapes, int tick, int first) {
    Instant time = Samples.NOW.plus(Duration.ofSeconds(5L * tick));
    List<TelemetrySample> batch = new ArrayList<>(BATCH);
    for (int i = first; i < first + BATCH; i++) {
      TelemetrySample endpoint = shapes.get(i);
      TelemetrySample shape = shapes.get((tick * 997 + i) % shapes.size());
      batch.add(new TelemetrySample(
          endpoint.cluster(),
          endpoint.endpoint(),
          endpoint.observer(),
          time.plusMillis(i % 1_000),
          shape.interval(),
          shape.outcomes(),
          shape.latency(),
          shape.inFlight(),
          shape.resources(),
          shape.circuitBreaker(),
          shape.startTime()));
    }
    return batch;
  }

  private static byte[] key(TelemetrySample sample) {
    byte[] key = new byte[SampleKey.BYTES];
    SampleKey.write(
        key,
        NameKey.idOf(NameKey.parts(sample.cluster())),
        NameKey.idOf(NameKey.parts(sample.endpoint())),
        NameKey.idOf(NameKey.parts(sample.observer())),
        sample.time().toEpochMilli());
    return key;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
