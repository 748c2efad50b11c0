package io.adaptivelb.heads;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Rows to try a model on, one after the other. */
final class SampleRows {
  private static final int MOST = 2_000;

  private final float[] values;
  private final int count;

  private SampleRows(float[] values, int count) {
    this.values = values;
    this.count = count;
  }

  /** Some of a table's, evenly. */
  static SampleRows of(ExampleTable table) {
    int stride = (table.size() + MOST - 1) / MOST;
    int[] rows =
        IntStream.range(0, table.size() / stride).map(i -> i * stride).toArray();
    return new SampleRows(table.features(rows), rows.length);
  }

  /** Made-up rows: values of either sign and of all magnitudes from a thousandth to a thousand, a tenth of them missing. */
  static SampleRows madeUp(int columns) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[MOST * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(10) == 0
          ? Float.NaN
          : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-3, 4)));
    }
    return new SampleRows(values, MOST);
  }

  float[] values() {
    return values;
  }

  int count() {
    return count;
  }
}
