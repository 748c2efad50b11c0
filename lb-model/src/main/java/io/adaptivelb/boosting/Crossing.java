package io.adaptivelb.boosting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a sum of trees when one feature crosses one threshold from just below to the threshold itself: the search for
 * a row whose sum steps the wrong way. See {@link MonotonicityCheck}.
 */
final class Crossing {
  /** Deeper recursions would need a larger stack than a thread has. */
  private static final int MAX_RECURSION = 4_000;

  /** A row and how far its sum steps the wrong way. */
  record Step(List<Float> row, double height) {}

  private final int features;
  private final int feature;
  private final float threshold;
  private final int sign;
  private final double tolerance;
  private final long maxSteps;

  private List<Part> parts = List.of();
  private double[] rest = {};
  private Region region;
  private double bar;
  private boolean alone;
  private long steps;
  private int recursion;
  private boolean tired;
  private @Nullable Step found;

  Crossing(
      int features,
      int feature,
      float threshold,
      Direction direction,
      double tolerance,
      long maxSteps) {
    this.features = features;
    this.feature = feature;
    this.threshold = threshold;
    this.sign = direction.sign();
    this.tolerance = tolerance;
    this.maxSteps = maxSteps;
    this.region = new Region(features);
  }

  /**
   * A step the wrong way, or null if there is none or it {@link #isTired}.
   *
   * @param trees those that split at the threshold
   */
  @Nullable
  Step search(List<Tree> trees) {
    List<Part> crossing = new ArrayList<>();
    double sum = 0;
    for (Tree tree : trees) {
      Part part = new Part(tree);
      begin(List.of(part), Double.POSITIVE_INFINITY, true);
      walk(0, 0, 0, 0);
      part.smallest = bar;
      crossing.add(part);
      sum += bar;
    }
    if (sum >= -tolerance || tired) {
      return null;
    }
    crossing.sort(Comparator.comparingDouble((Part part) -> part.smallest));
    begin(crossing, -tolerance, false);
    walk(0, 0, 0, 0);
    return found;
  }

  /** Whether the steps did not suffice. */
  boolean isTired() {
    return tired;
  }

  /** How many nodes it visited. */
  long steps() {
    return steps;
  }

  private void begin(List<Part> chosen, double newBar, boolean byItself) {
    parts = chosen;
    bar = newBar;
    alone = byItself;
    region = new Region(features);
    rest = new double[chosen.size() + 1];
    for (int i = chosen.size() - 1; i >= 0; i--) {
      rest[i] = rest[i + 1] + (byItself ? 0 : chosen.get(i).smallest);
    }
  }

  /** Both rows stand in tree {@code i}, at one node each; {@code sum} is what the trees before it add to the step. */
  private void walk(int i, int below, int above, double sum) {
    if (found != null || tired) {
      return;
    }
    if (steps == maxSteps || recursion == MAX_RECURSION) {
      tired = true;
      return;
    }
    steps++;
    recursion++;
    Part part = parts.get(i);
    Tree tree = part.tree;
    if (below == above && !part.crosses[below]) {
      // Whatever leaf they come to, it is the same one.
      proceed(i, sum);
    } else if (sum + part.lowest(below, above) + rest[i + 1] < bar) {
      if (!tree.isLeaf(below)) {
        descend(i, below, above, sum, below, true);
      } else if (!tree.isLeaf(above)) {
        descend(i, below, above, sum, above, false);
      } else {
        proceed(i, sum + sign * ((double) tree.value(above) - tree.value(below)));
      }
    }
    recursion--;
  }

  /** Moves the row that stands at {@code node} to its children, or both rows if they stand together. */
  private void descend(int i, int below, int above, double sum, int node, boolean isBelow) {
    Tree tree = parts.get(i).tree;
    int left = tree.left(node);
    int right = tree.right(node);
    boolean together = below == above;
    if (tree.feature(node) == feature) {
      boolean belowLeft = tree.threshold(node) >= threshold;
      boolean aboveLeft = tree.threshold(node) > threshold;
      int newBelow = isBelow ? (belowLeft ? left : right) : below;
      int newAbove = together || !isBelow ? (aboveLeft ? left : right) : above;
      walk(i, newBelow, newAbove, sum);
      return;
    }
    for (int child = left; child <= right; child++) {
      Region.Bounds before = region.narrow(tree, node, child == left);
      if (region.hasRows(tree.feature(node))) {
        walk(i, isBelow ? child : below, together || !isBelow ? child : above, sum);
      }
      region.restore(before);
    }
  }

  private void proceed(int i, double sum) {
    if (i + 1 < parts.size()) {
      walk(i + 1, 0, 0, sum);
    } else if (sum < bar) {
      if (alone) {
        bar = sum;
      } else {
        List<Float> row = new ArrayList<>(region.row());
        row.set(feature, Math.nextDown(threshold));
        found = new Step(row, -sum);
      }
    }
  }

  /** A tree that splits at the threshold. */
  private final class Part {
    private final Tree tree;

    /** Whether a split at the threshold is at or below a node. */
    private final boolean[] crosses;

    /** Bounds of the leaves below a node. */
    private final float[] low;

    private final float[] high;

    /** The smallest part of a step that it can have by itself. */
    private double smallest;

    Part(Tree tree) {
      this.tree = tree;
      crosses = new boolean[tree.nodes()];
      low = new float[tree.nodes()];
      high = new float[tree.nodes()];
      bound(0);
    }

    private void bound(int node) {
      if (tree.isLeaf(node)) {
        low[node] = tree.value(node);
        high[node] = tree.value(node);
        return;
      }
      int left = tree.left(node);
      int right = tree.right(node);
      bound(left);
      bound(right);
      low[node] = Math.min(low[left], low[right]);
      high[node] = Math.max(high[left], high[right]);
      crosses[node] = crosses[left]
          || crosses[right]
          || (tree.feature(node) == feature && tree.threshold(node) == threshold);
    }

    /** No leaves below these nodes make a smaller part. */
    double lowest(int below, int above) {
      return sign > 0 ? (double) low[above] - high[below] : (double) low[below] - high[above];
    }
  }
}
