package io.adaptivelb.heads;

import java.util.SplittableRandom;

/** Rows to try a model on, one after the other. */
public final class SampleRows {
  private static final int MADE_UP = 2_000;

  private final float[] values;
  private final int count;

  /**
   * Rows.
   *
   * @param values row after row; must not be changed
   * @param count how many rows; 1 at least
   */
  public SampleRows(float[] values, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("there are %d rows; one is needed".formatted(count));
    }
    this.values = values;
    this.count = count;
  }

  /** Made-up rows: values of either sign and of all magnitudes from a thousandth to a thousand, a tenth of them missing. */
  public static SampleRows madeUp(int columns) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[MADE_UP * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(10) == 0
          ? Float.NaN
          : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-3, 4)));
    }
    return new SampleRows(values, MADE_UP);
  }

  float[] values() {
    return values;
  }

  int count() {
    return count;
  }
}
