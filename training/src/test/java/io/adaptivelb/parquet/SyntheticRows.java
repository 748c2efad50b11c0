package io.adaptivelb.parquet;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Rows that are the same whenever they are made; {@code main} writes them, for a test that kills it. */
final class SyntheticRows {
  static final Instant BEGIN = Instant.parse("2026-11-25T10:00:00Z");
  static final String SOURCE = "synthetic rows";
  static final int ENDPOINTS = 7;

  private SyntheticRows() {}

  static DataSchema schema(int features) {
    return new DataSchema(
        "v7-test",
        IntStream.range(0, features).mapToObj("feature %d"::formatted).toList(),
        List.of("up", "down"));
  }

  /** A tick each 5 s, a row an endpoint and tick. */
  static void play(int ticks, DataSchema schema, RowSink sink) {
    SplittableRandom random = new SplittableRandom(3);
    float[] features = new float[schema.features().size()];
    float[] targets = new float[schema.targets().size()];
    for (int tick = 0; tick < ticks; tick++) {
      for (int e = 0; e < ENDPOINTS; e++) {
        fill(random, features);
        fill(random, targets);
        sink.row(BEGIN.plusSeconds(5L * tick), "shop", "10.0.0." + e + ":80", features, targets);
      }
    }
  }

  private static void fill(SplittableRandom random, float[] values) {
    for (int i = 0; i < values.length; i++) {
      int kind = random.nextInt(20);
      values[i] = kind == 0 ? Float.NaN : kind == 1 ? -0f : (float) random.nextGaussian();
    }
  }

  /** All that a data set says, bit for bit. */
  static List<String> read(DataSet set) {
    List<String> lines = new ArrayList<>();
    set.forEach(lines(lines));
    return lines;
  }

  static RowSink lines(List<String> lines) {
    return (time, cluster, endpoint, features, targets) -> {
      StringBuilder line = new StringBuilder(time + " " + cluster + " " + endpoint);
      for (float value : features) {
        line.append(' ').append(Integer.toHexString(Float.floatToRawIntBits(value)));
      }
      for (float value : targets) {
        line.append(" →").append(Integer.toHexString(Float.floatToRawIntBits(value)));
      }
      lines.add(line.toString());
    };
  }

  static void write(Path folder, int ticks, int partRows) {
    DataSchema schema = schema(30);
    try (DataSetWriter writer = DataSetWriter.open(folder, schema, SOURCE, partRows)) {
      play(ticks, schema, writer);
      writer.finish();
    }
  }

  /** Folder, ticks, rows of a part. */
  public static void main(String[] arguments) {
    write(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
  }
}
