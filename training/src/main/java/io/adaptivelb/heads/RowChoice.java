package io.adaptivelb.heads;

import java.util.Arrays;

/** Some of many rows, where all would take too long. */
final class RowChoice {
  private RowChoice() {}

  /** About so many of them, by a hash of their numbers: every n-th row might be the same endpoint's each time. */
  static int[] of(int[] rows, int most) {
    double share = (double) most / Math.max(1, rows.length);
    return share >= 1
        ? rows
        : Arrays.stream(rows)
            .filter(row -> ((row * 0x9E3779B97F4A7C15L) >>> 11) * 0x1p-53 < share)
            .toArray();
  }
}
