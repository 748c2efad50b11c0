package io.adaptivelb.boosting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows that pass a set of splits: an interval {@code [low, high)} a feature, and whether the feature may be missing, which
 * it may if each of the splits on it was taken the default way. Narrowed on the way down and restored on the way back.
 */
final class Region {
  /** What {@link #narrow} changed. */
  record Bounds(int feature, float low, float high, boolean missing) {}

  private final float[] low;
  private final float[] high;
  private final boolean[] missing;

  Region(int features) {
    low = new float[features];
    high = new float[features];
    missing = new boolean[features];
    Arrays.fill(low, Float.NEGATIVE_INFINITY);
    Arrays.fill(high, Float.POSITIVE_INFINITY);
    Arrays.fill(missing, true);
  }

  /** Keeps the rows that take one side of a split; {@link #restore} with the result brings the others back. */
  Bounds narrow(Tree tree, int node, boolean left) {
    int feature = tree.feature(node);
    Bounds before = new Bounds(feature, low[feature], high[feature], missing[feature]);
    if (left) {
      high[feature] = Math.min(high[feature], tree.threshold(node));
    } else {
      low[feature] = Math.max(low[feature], tree.threshold(node));
    }
    missing[feature] &= left == tree.isDefaultLeft(node);
    return before;
  }

  void restore(Bounds before) {
    low[before.feature] = before.low;
    high[before.feature] = before.high;
    missing[before.feature] = before.missing;
  }

  /** Whether any row is left, as far as one feature tells. */
  boolean hasRows(int feature) {
    return low[feature] < high[feature] || missing[feature];
  }

  /** A row in it. */
  List<Float> row() {
    List<Float> row = new ArrayList<>(low.length);
    for (int i = 0; i < low.length; i++) {
      if (!(low[i] < high[i])) {
        row.add(Float.NaN);
      } else if (low[i] > Float.NEGATIVE_INFINITY) {
        row.add(low[i]);
      } else {
        row.add(high[i] < Float.POSITIVE_INFINITY ? Math.nextDown(high[i]) : 0f);
      }
    }
    return row;
  }
}
