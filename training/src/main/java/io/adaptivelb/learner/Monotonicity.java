package io.adaptivelb.learner;

import java.util.Arrays;
import java.util.List;

/**
 * Tries whether trees keep the promise of their monotone columns: rows are predicted with one column moved through its range. XGBoost 3.0.4
 * breaks the promise with some objectives, so it is not taken on trust.
 */
final class Monotonicity {
  private static final int ROWS = 64;
  private static final int STEPS = 9;
  private static final double TOLERANCE = 1e-6;

  private Monotonicity() {}

  /**
   * Tries every monotone column.
   *
   * @throws IllegalStateException when a prediction moves the wrong way; names the column and the values
   */
  static void require(Ensemble trees, Rows rows, List<Integer> directions) {
    for (int column = 0; column < directions.size(); column++) {
      if (directions.get(column) != 0) {
        require(trees, rows, column, directions.get(column));
      }
    }
  }

  private static void require(Ensemble trees, Rows rows, int column, int direction) {
    double[] values = range(rows, column);
    if (values.length == 0) {
      return;
    }
    Rows moved = new Rows(rows.columns());
    int stride = Math.max(1, rows.size() / ROWS);
    for (int row = 0; row < rows.size(); row += stride) {
      for (double value : values) {
        float[] copy = rows.row(row).clone();
        copy[column] = (float) value;
        moved.add(copy, 0, 1);
      }
    }
    double[] predicted = trees.predict(moved);
    for (int i = 1; i < predicted.length; i++) {
      if (i % values.length != 0 && direction * (predicted[i] - predicted[i - 1]) < -TOLERANCE) {
        throw new IllegalStateException(
            "column %d is to push %s, but from %s to %s the prediction goes from %s to %s; the trees are refused"
                .formatted(
                    column,
                    direction > 0 ? "up" : "down",
                    values[(i - 1) % values.length],
                    values[i % values.length],
                    predicted[i - 1],
                    predicted[i]));
      }
    }
  }

  private static double[] range(Rows rows, int column) {
    double[] sorted = new double[rows.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = rows.row(i)[column];
    }
    Arrays.sort(sorted);
    int known = 0;
    while (known < sorted.length && !Double.isNaN(sorted[known])) {
      known++;
    }
    if (known == 0) {
      return new double[0];
    }
    double[] values = new double[STEPS];
    for (int s = 0; s < STEPS; s++) {
      values[s] = sorted[s * (known - 1) / (STEPS - 1)];
    }
    return values;
  }
}
