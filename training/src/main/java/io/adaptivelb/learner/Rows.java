package io.adaptivelb.learner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of features with a label and a weight each. Not thread-safe while it grows. */
public final class Rows {
  private final int columns;
  private final List<float[]> features = new ArrayList<>();
  private float[] labels = new float[64];
  private float[] weights = new float[64];

  /** No rows yet. */
  public Rows(int columns) {
    this.columns = columns;
  }

  /**
   * Adds a row.
   *
   * @param row its features, NaN where one is missing; not copied
   * @throws IllegalArgumentException when it has another number of columns, an infinite feature, or a label that is no number
   */
  public void add(float[] row, double label, double weight) {
    if (row.length != columns) {
      throw new IllegalArgumentException(
          "a row of %d columns among rows of %d".formatted(row.length, columns));
    }
    for (int i = 0; i < columns; i++) {
      if (Float.isInfinite(row[i])) {
        throw new IllegalArgumentException(
            "column %d of row %d is %s".formatted(i, size(), row[i]));
      }
    }
    if (!Double.isFinite(label) || !(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "row %d has label %s and weight %s; both must be numbers, the weight not below 0"
              .formatted(size(), label, weight));
    }
    int n = size();
    if (n == labels.length) {
      labels = Arrays.copyOf(labels, 2 * n);
      weights = Arrays.copyOf(weights, 2 * n);
    }
    features.add(row);
    labels[n] = (float) label;
    weights[n] = (float) weight;
  }

  /** How many rows there are. */
  public int size() {
    return features.size();
  }

  /** How many columns each has. */
  public int columns() {
    return columns;
  }

  /** A row's features; not a copy. */
  public float[] row(int index) {
    return features.get(index);
  }

  /** A row's label. */
  public float label(int index) {
    return labels[index];
  }

  /** A row's weight. */
  public float weight(int index) {
    return weights[index];
  }
}
