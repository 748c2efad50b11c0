package io.adaptivelb.heads;

import io.adaptivelb.prediction.Target;
import java.util.Arrays;

/**
 * The baseline that needs no model: EWMA(10), α = 2/11, of what came of an endpoint's earlier examples; 0 before the first. The aftermath of an
 * example is over when the second one after it is made, so it counts from then on.
 */
final class Smoothing {
  private static final float ALPHA = 2f / 11;

  /** All of the newest: what was, will be. */
  private static final float PERSISTENCE = 1;

  private Smoothing() {}

  /** An entry a row of the table. */
  static float[] of(ExampleTable table, Target target) {
    return of(table, target, ALPHA);
  }

  /** The same without any smoothing: the newest one that counts. */
  static float[] persistence(ExampleTable table, Target target) {
    return of(table, target, PERSISTENCE);
  }

  private static float[] of(ExampleTable table, Target target, float alpha) {
    float[] smoothed = new float[table.size()];
    float[] state = new float[table.endpoints()];
    float[] last = new float[table.endpoints()];
    Arrays.fill(last, Float.NaN);
    for (int row : inTime(table)) {
      int endpoint = table.endpoint(row);
      smoothed[row] = state[endpoint];
      if (!Float.isNaN(last[endpoint])) {
        state[endpoint] += alpha * (last[endpoint] - state[endpoint]);
      }
      last[endpoint] = Labels.of(table, row, target);
    }
    return smoothed;
  }

  private static int[] inTime(ExampleTable table) {
    int[] order = new int[table.size()];
    Arrays.setAll(order, row -> row);
    for (int row = 1; row < order.length; row++) {
      if (table.millis(row) < table.millis(row - 1)) {
        // Stable, and rare: files are in the order of time.
        return Arrays.stream(order)
            .boxed()
            .sorted((a, b) -> Long.compare(table.millis(a), table.millis(b)))
            .mapToInt(Integer::intValue)
            .toArray();
      }
    }
    return order;
  }
}
