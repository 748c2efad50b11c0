package io.adaptivelb.boosting;

import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * One regression tree with a number at each leaf, validated: it is a tree, its numbers are finite.
 *
 * <p>Node 0 is the root. A row goes left where {@code row[feature] < threshold}, and the default way where the value is missing
 * (NaN). The right child follows the left one, as XGBoost relies on. Immutable.
 */
public final class Tree {
  private final int[] left;
  private final int[] features;
  private final float[] numbers;
  private final boolean[] defaultLeft;
  private final float[] gains;
  private final float[] covers;
  private final int depth;

  /**
   * The columns of a tree, an entry a node; kept, not copied.
   *
   * @param left index of the left child, −1 for a leaf
   * @param right index of the right child, −1 for a leaf
   * @param features what the node splits on; unused at a leaf
   * @param numbers threshold of an inner node, value of a leaf
   * @param defaultLeft whether a missing value goes left
   * @param gains loss that the split took away
   * @param covers sum of second derivatives of the rows that came by in training: their weight
   * @throws RefusedModelException naming the node and the rule that it breaks; {@code where} is the tree's path
   */
  Tree(
      String where,
      int[] left,
      int[] right,
      int[] features,
      float[] numbers,
      boolean[] defaultLeft,
      float[] gains,
      float[] covers,
      int featureCount,
      int maxDepth) {
    this.left = left;
    this.features = features;
    this.numbers = numbers;
    this.defaultLeft = defaultLeft;
    this.gains = gains;
    this.covers = covers;
    this.depth = walk(where, right, featureCount, maxDepth);
  }

  /** Goes through all nodes that the root reaches, and says how deep they lie. */
  private int walk(String where, int[] right, int featureCount, int maxDepth) {
    int nodes = left.length;
    BitSet seen = new BitSet(nodes);
    int[] pending = new int[nodes + 1];
    int[] depths = new int[nodes];
    int waiting = 1;
    int deepest = 0;
    seen.set(0);
    while (waiting > 0) {
      int node = pending[--waiting];
      deepest = Math.max(deepest, depths[node]);
      if (left[node] == -1) {
        check(right[node] == -1, where, "right_children", node, right[node], "a leaf has no child");
        check(
            Float.isFinite(numbers[node]),
            where,
            "split_conditions",
            node,
            numbers[node],
            "a leaf's value is finite");
        check(
            covers[node] >= 0 && Float.isFinite(covers[node]),
            where,
            "sum_hessian",
            node,
            covers[node],
            "a leaf's cover is finite and ≥ 0");
        continue;
      }
      int child = left[node];
      check(
          child > 0 && child < nodes - 1,
          where,
          "left_children",
          node,
          child,
          "it is −1 or in 1…%d".formatted(nodes - 2));
      check(
          right[node] == child + 1,
          where,
          "right_children",
          node,
          right[node],
          "it follows the left child, %d".formatted(child));
      check(
          !seen.get(child) && !seen.get(child + 1),
          where,
          "left_children",
          node,
          child,
          "a node has one parent");
      check(
          features[node] >= 0 && features[node] < featureCount,
          where,
          "split_indices",
          node,
          features[node],
          "it is in 0…%d".formatted(featureCount - 1));
      check(
          Float.isFinite(numbers[node]),
          where,
          "split_conditions",
          node,
          numbers[node],
          "a threshold is finite");
      check(
          Float.isFinite(gains[node]),
          where,
          "loss_changes",
          node,
          gains[node],
          "a gain is finite");
      check(
          covers[node] > 0 && Float.isFinite(covers[node]),
          where,
          "sum_hessian",
          node,
          covers[node],
          "the cover of a split is finite and > 0");
      if (depths[node] == maxDepth) {
        throw new RefusedModelException(
            new Refusal.TooLarge(where + ".depth", maxDepth + 1L, maxDepth));
      }
      seen.set(child, child + 2);
      depths[child] = depths[node] + 1;
      depths[child + 1] = depths[node] + 1;
      pending[waiting++] = child + 1;
      pending[waiting++] = child;
    }
    return deepest;
  }

  private static void check(
      boolean holds, String where, String column, int node, Number value, String rule) {
    if (!holds) {
      throw new RefusedModelException(
          new Refusal.Invalid("%s.%s[%d]".formatted(where, column, node), value.toString(), rule));
    }
  }

  /** Nodes in the file, some of which a pruned tree may not reach. */
  public int nodes() {
    return left.length;
  }

  /** Splits from the root to the deepest leaf; 0 for a single leaf. */
  public int depth() {
    return depth;
  }

  /** Whether {@code node} is a leaf. */
  public boolean isLeaf(int node) {
    return left[node] < 0;
  }

  /** Left child of an inner node; the right one is the next. */
  public int left(int node) {
    return left[node];
  }

  /** Right child of an inner node. */
  public int right(int node) {
    return left[node] + 1;
  }

  /** What an inner node splits on. */
  public int feature(int node) {
    return features[node];
  }

  /** Values below it go left. */
  public float threshold(int node) {
    return numbers[node];
  }

  /** The value of a leaf, in margin units. */
  public float value(int leaf) {
    return numbers[leaf];
  }

  /** Whether a missing value goes left at an inner node. */
  public boolean isDefaultLeft(int node) {
    return defaultLeft[node];
  }

  /** Loss that an inner node took away in training. */
  public float gain(int node) {
    return gains[node];
  }

  /** Weight of the training rows that came by. */
  public float cover(int node) {
    return covers[node];
  }

  /** Goes through all nodes that a row can reach, parents first. */
  void forEachNode(IntConsumer visitor) {
    int[] pending = new int[left.length + 1];
    int waiting = 1;
    while (waiting > 0) {
      int node = pending[--waiting];
      visitor.accept(node);
      if (left[node] >= 0) {
        pending[waiting++] = left[node] + 1;
        pending[waiting++] = left[node];
      }
    }
  }

  /** Where a row goes from an inner node. */
  int next(int node, float value) {
    boolean goesLeft = Float.isNaN(value) ? defaultLeft[node] : value < numbers[node];
    return goesLeft ? left[node] : left[node] + 1;
  }
}
