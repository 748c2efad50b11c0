package io.adaptivelb.capacity;

import java.util.Arrays;

/** The last few values of a series, kept sorted beside their order, so that a quantile costs nothing. Not thread-safe. */
final class RecentValues {
  private final double[] inOrder;
  private final double[] sorted;
  private int size;
  private int next;

  RecentValues(int capacity) {
    inOrder = new double[capacity];
    sorted = new double[capacity];
  }

  /** Adds a value that is not NaN; the oldest goes when there are too many. */
  void add(double value) {
    if (size == inOrder.length) {
      int oldest = Arrays.binarySearch(sorted, 0, size, inOrder[next]);
      System.arraycopy(sorted, oldest + 1, sorted, oldest, size - oldest - 1);
      size--;
    }
    int found = Arrays.binarySearch(sorted, 0, size, value);
    int at = found < 0 ? -found - 1 : found;
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = value;
    inOrder[next] = value;
    next = (next + 1) % inOrder.length;
    size++;
  }

  int size() {
    return size;
  }

  /** The value that a share {@code q} of those held does not exceed; NaN when there are none. */
  double quantile(double q) {
    return size == 0 ? Double.NaN : sorted[(int) Math.min(size - 1L, Math.round(q * (size - 1)))];
  }

  void clear() {
    size = 0;
    next = 0;
  }
}
