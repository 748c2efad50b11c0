package io.adaptivelb.learner;

/**
 * Rows as XGBoost takes them, one after the other in one array: for millions of them, where {@link Rows} would be copied twice. Not copied;
 * must not be changed while trees are grown.
 */
public final class FlatRows {
  private final float[] features;
  private final float[] labels;
  private final float[] weights;
  private final int columns;

  /**
   * Rows.
   *
   * @param features row after row, NaN where one is missing
   * @param labels one a row
   * @param weights one a row, ≥ 0
   * @throws IllegalArgumentException when the lengths do not fit, or a value is infinite, a label no number, or a weight below 0
   */
  public FlatRows(float[] features, float[] labels, float[] weights, int columns) {
    if (columns < 1
        || (long) labels.length * columns != features.length
        || weights.length != labels.length) {
      throw new IllegalArgumentException(
          "%d values, %d labels and %d weights are no rows of %d columns"
              .formatted(features.length, labels.length, weights.length, columns));
    }
    this.features = features;
    this.labels = labels;
    this.weights = weights;
    this.columns = columns;
    for (int i = 0; i < features.length; i++) {
      if (Float.isInfinite(features[i])) {
        throw new IllegalArgumentException("column %d of row %d is %s; it must be a number or NaN"
            .formatted(i % columns, i / columns, features[i]));
      }
    }
    for (int row = 0; row < labels.length; row++) {
      if (!Float.isFinite(labels[row]) || !(weights[row] >= 0) || Float.isInfinite(weights[row])) {
        throw new IllegalArgumentException(
            "row %d has label %s and weight %s; both must be numbers, the weight not below 0"
                .formatted(row, labels[row], weights[row]));
      }
    }
  }

  /**
   * How large an array so many rows need.
   *
   * @throws IllegalArgumentException when there is none so large
   */
  public static int length(int rows, int columns) {
    long length = (long) rows * columns;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%,d rows of %d columns do not fit into memory as one block; %,d rows do: take every n-th"
              .formatted(rows, columns, (Integer.MAX_VALUE - 8) / columns));
    }
    return (int) length;
  }

  /** How many rows there are. */
  public int size() {
    return labels.length;
  }

  /** How many columns each has. */
  public int columns() {
    return columns;
  }

  float[] features() {
    return features;
  }

  float[] labels() {
    return labels;
  }

  float[] weights() {
    return weights;
  }
}
