package io.adaptivelb.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How fast data sets are written and read: {@code lb bench dataset [ROWS]}.
 */
public final class DataSetBenchmark {
  private static final int ENDPOINTS = 100;

  private DataSetBenchmark() {}

  /** The number of rows; half a million when it is not given. */
  public static void main(String[] arguments) throws IOException {
    int rows = arguments.length == 0 ? 500_000 : Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("lb-data-set");
    try {
      DataSchema schema = DataSchema.ofExamples();
      int width = schema.features().size() + schema.targets().size();
      System.out.printf(
          Locale.ROOT, "%,d rows of %d floats (schema %s)%n", rows, width, schema.id());
      for (int round = 1; round <= 3; round++) {
        Path set = folder.resolve("set-" + round);
        double made = seconds(() -> play(rows, schema, (time, cluster, endpoint, f, t) -> {}));
        double written = seconds(() -> {
          try (DataSetWriter writer = DataSetWriter.open(set, schema, "benchmark")) {
            play(rows, schema, writer);
            writer.finish();
          }
        });
        DataSet opened = DataSet.open(set, schema);
        double[] sum = new double[1];
        double read = seconds(() ->
            opened.forEach((time, cluster, endpoint, features, targets) -> sum[0] += features[0]));
        System.out.printf(
            Locale.ROOT,
            "round %d: written %,.0f rows/s (rows made at %,.0f), read %,.0f rows/s, %.1f MB of %.1f%n",
            round,
            rows / (written - made),
            rows / made,
            rows / read,
            opened.bytes() / 1e6,
            4e-6 * rows * width);
      }
    } finally {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Features that move slowly, and every tenth missing, so that they compress about as real ones do. */
  private static void play(int rows, DataSchema schema, RowSink sink) {
    SplittableRandom random = new SplittableRandom(1);
    float[][] state = new float[ENDPOINTS][schema.features().size()];
    float[] targets = new float[schema.targets().size()];
    Instant begin = Instant.parse("2026-11-25T10:00:00Z");
    for (int row = 0; row < rows; row++) {
      int endpoint = row % ENDPOINTS;
      float[] features = state[endpoint];
      for (int i = 0; i < features.length; i++) {
        features[i] = i % 10 == 9
            ? Float.NaN
            : random.nextInt(4) == 0
                ? features[i]
                : (float) (0.9 * features[i] + random.nextDouble());
      }
      for (int i = 0; i < targets.length; i++) {
        targets[i] = (float) random.nextDouble();
      }
      sink.row(
          begin.plusSeconds(5L * (row / ENDPOINTS)),
          "shop",
          "10.0.0." + endpoint + ":80",
          features,
          targets);
    }
  }

  private static double seconds(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) * 1e-9;
  }
}
