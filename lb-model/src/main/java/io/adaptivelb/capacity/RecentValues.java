package io.adaptivelb.capacity;

import java.util.Arrays;

/** The last few values of a series, for a quantile over them. Not thread-safe. */
final class RecentValues {
  private final double[] values;
  private int size;
  private int next;

  RecentValues(int capacity) {
    values = new double[capacity];
  }

  void add(double value) {
    values[next] = value;
    next = (next + 1) % values.length;
    size = Math.min(size + 1, values.length);
  }

  int size() {
    return size;
  }

  /** The value that a share {@code q} of those held does not exceed; NaN when there are none. */
  double quantile(double q) {
    if (size == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(size - 1L, Math.round(q * (size - 1)))];
  }

  void clear() {
    size = 0;
    next = 0;
  }
}
