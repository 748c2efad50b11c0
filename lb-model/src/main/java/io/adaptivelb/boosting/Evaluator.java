package io.adaptivelb.boosting;

import java.util.Arrays;
import java.util.List;

/**
 * Scores rows with a {@link BoostedModel}, bit for bit as XGBoost's own {@code predict} does, in plain Java.
 *
 * <p><b>How.</b> A walk down a tree spends its time on branches that cannot be foretold, and on waiting for memory. Here it has
 * no branches: a node is one {@code long} (threshold, feature, right child), the next node is that child less the sign bit of
 * a subtraction, and a leaf leads to itself, so that each tree takes as many equal steps as it is deep. And four walks go on
 * side by side, four rows of a batch in one tree or one row in four trees, so that one's waiting is another's time. For the
 * subtraction floats become whole numbers of the same order (flip the lower bits of the negative ones), once a row. A missing
 * value becomes two numbers: the smallest for nodes that send it left, one above all thresholds for the others; so missing
 * values cost nothing. Leaves are added to the base margin in the trees' order, in single precision: another order would
 * differ in the last bit.
 *
 * <p>Rows are float arrays, {@code model.features()} values a row, NaN where a value is missing. Infinite values are numbers.
 * Immutable and thread-safe; nothing is allocated but what a {@link Scratch} holds, which belongs to one thread at a time.
 */
public final class Evaluator {
  private static final int CHILD_BITS = 21;
  private static final int CHILD_MASK = (1 << CHILD_BITS) - 1;
  private static final int MISSING_LEFT = Integer.MIN_VALUE;
  private static final int MISSING_RIGHT = Integer.MAX_VALUE - 1;

  /** So many keys stay in the first-level cache beside a tree. */
  private static final int BLOCK_KEYS = 1 << 12;

  private static final int BLOCK_ROWS = 64;

  private final int features;
  private final int outputs;
  private final float[] baseMargins;
  private final Link link;

  /** All nodes of all trees: key of the threshold (32 bits), place of the row's key (11), right child (21). */
  private final long[] nodes;

  /** Values of the leaves, at the places of {@link #nodes}. */
  private final float[] leaves;

  /** Where a tree begins; one entry more than there are trees. */
  private final int[] starts;

  private final int[] depths;
  private final int[] groups;

  /** Lays a model out for scoring. */
  public Evaluator(BoostedModel model) {
    features = model.features();
    outputs = model.outputs();
    link = model.objective().link();
    baseMargins = new float[outputs];
    for (int output = 0; output < outputs; output++) {
      baseMargins[output] = model.baseMargins().get(output);
    }
    List<Tree> trees = model.trees();
    starts = new int[trees.size() + 1];
    depths = new int[trees.size()];
    groups = new int[trees.size()];
    for (int t = 0; t < trees.size(); t++) {
      starts[t + 1] = Math.addExact(starts[t], trees.get(t).nodes());
      depths[t] = trees.get(t).depth();
      groups[t] = model.groups().get(t);
    }
    nodes = new long[starts[trees.size()]];
    leaves = new float[nodes.length];
    for (int t = 0; t < trees.size(); t++) {
      lay(trees.get(t), starts[t]);
    }
  }

  private void lay(Tree tree, int start) {
    tree.forEachNode(node -> {
      if (tree.isLeaf(node)) {
        // Every key is below this threshold: the step from a leaf is to itself.
        nodes[start + node] = node(Integer.MAX_VALUE, 0, start + node + 1);
        leaves[start + node] = tree.value(node);
      } else {
        int place = tree.feature(node) + (tree.isDefaultLeft(node) ? 0 : features);
        nodes[start + node] = node(key(tree.threshold(node)), place, start + tree.right(node));
      }
    });
  }

  private static long node(int threshold, int place, int right) {
    return (long) threshold << 32 | (long) place << CHILD_BITS | right;
  }

  /** A whole number of the same order: x &lt; y exactly if key(x) &lt; key(y), and −0 is 0. */
  private static int key(float value) {
    int bits = Float.floatToRawIntBits(value + 0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  /** Values a row. */
  public int features() {
    return features;
  }

  /** Predictions a row. */
  public int outputs() {
    return outputs;
  }

  /** Room for the rows being scored; make one a thread and keep it. */
  public static final class Scratch {
    private final int[] keys;
    private final int rows;
    private final int features;

    private Scratch(int rows, int features) {
      this.rows = rows;
      this.features = features;
      this.keys = new int[rows * 2 * features];
    }
  }

  /** Room for scoring on one thread, good for every evaluator of as many features. */
  public Scratch newScratch() {
    return new Scratch(Math.clamp(BLOCK_KEYS / (2L * features), 1, BLOCK_ROWS), features);
  }

  /** The predictions for one row, where speed does not matter: allocates. */
  public float[] predict(float... row) {
    float[] predictions = new float[outputs];
    predict(row, 1, newScratch(), predictions);
    return predictions;
  }

  /**
   * Scores rows.
   *
   * @param rows one after the other, {@code count · features()} values or more
   * @param predictions takes {@code count · outputs()} values, in the rows' order
   */
  public void predict(float[] rows, int count, Scratch scratch, float[] predictions) {
    margins(rows, count, scratch, predictions);
    link(count, predictions);
  }

  /** As {@link #predict(float[], int, Scratch, float[])}, before the objective's {@link Link}. */
  public void margins(float[] rows, int count, Scratch scratch, float[] margins) {
    check("rows", rows.length, (long) count * features);
    check(count, scratch, margins);
    for (int from = 0; from < count; from += scratch.rows) {
      int block = Math.min(scratch.rows, count - from);
      for (int row = 0; row < block; row++) {
        int source = (from + row) * features;
        int target = row * 2 * features;
        for (int feature = 0; feature < features; feature++) {
          put(scratch.keys, target + feature, rows[source + feature]);
        }
      }
      score(scratch.keys, block, margins, from * outputs);
    }
  }

  /**
   * Scores rows that lie in columns.
   *
   * @param columns one a feature, each with {@code count} values or more
   * @param predictions takes {@code count · outputs()} values, in the rows' order
   */
  public void predict(float[][] columns, int count, Scratch scratch, float[] predictions) {
    margins(columns, count, scratch, predictions);
    link(count, predictions);
  }

  /** As {@link #predict(float[][], int, Scratch, float[])}, before the objective's {@link Link}. */
  public void margins(float[][] columns, int count, Scratch scratch, float[] margins) {
    check("columns", columns.length, features);
    for (float[] column : columns) {
      check("a column", column.length, count);
    }
    check(count, scratch, margins);
    for (int from = 0; from < count; from += scratch.rows) {
      int block = Math.min(scratch.rows, count - from);
      for (int feature = 0; feature < features; feature++) {
        float[] column = columns[feature];
        for (int row = 0; row < block; row++) {
          put(scratch.keys, row * 2 * features + feature, column[from + row]);
        }
      }
      score(scratch.keys, block, margins, from * outputs);
    }
  }

  private void put(int[] keys, int place, float value) {
    boolean missing = Float.isNaN(value);
    int key = key(value);
    keys[place] = missing ? MISSING_LEFT : key;
    keys[place + features] = missing ? MISSING_RIGHT : key;
  }

  /** Adds all trees to the rows of a block. */
  private void score(int[] keys, int block, float[] margins, int at) {
    for (int row = 0; row < block; row++) {
      System.arraycopy(baseMargins, 0, margins, at + row * outputs, outputs);
    }
    int inFours = block & -4;
    for (int t = 0; t < depths.length; t++) {
      for (int row = 0; row < inFours; row += 4) {
        fourRows(t, keys, row, margins, at);
      }
    }
    for (int row = inFours; row < block; row++) {
      allTrees(keys, row * 2 * features, margins, at + row * outputs);
    }
  }

  /** Adds one tree to four rows. */
  private void fourRows(int tree, int[] keys, int row, float[] margins, int at) {
    int rowA = row * 2 * features;
    int rowB = rowA + 2 * features;
    int rowC = rowB + 2 * features;
    int rowD = rowC + 2 * features;
    int a = starts[tree];
    int b = a;
    int c = a;
    int d = a;
    for (int step = depths[tree]; step > 0; step--) {
      a = next(nodes[a], keys, rowA);
      b = next(nodes[b], keys, rowB);
      c = next(nodes[c], keys, rowC);
      d = next(nodes[d], keys, rowD);
    }
    int target = at + row * outputs + groups[tree];
    margins[target] += leaves[a];
    margins[target + outputs] += leaves[b];
    margins[target + 2 * outputs] += leaves[c];
    margins[target + 3 * outputs] += leaves[d];
  }

  /** Adds all trees to one row. */
  private void allTrees(int[] keys, int row, float[] margins, int at) {
    int t = 0;
    for (; t + 3 < depths.length; t += 4) {
      int a = starts[t];
      int b = starts[t + 1];
      int c = starts[t + 2];
      int d = starts[t + 3];
      int steps =
          Math.max(Math.max(depths[t], depths[t + 1]), Math.max(depths[t + 2], depths[t + 3]));
      for (int step = steps; step > 0; step--) {
        a = next(nodes[a], keys, row);
        b = next(nodes[b], keys, row);
        c = next(nodes[c], keys, row);
        d = next(nodes[d], keys, row);
      }
      margins[at + groups[t]] += leaves[a];
      margins[at + groups[t + 1]] += leaves[b];
      margins[at + groups[t + 2]] += leaves[c];
      margins[at + groups[t + 3]] += leaves[d];
    }
    for (; t < depths.length; t++) {
      int a = starts[t];
      for (int step = depths[t]; step > 0; step--) {
        a = next(nodes[a], keys, row);
      }
      margins[at + groups[t]] += leaves[a];
    }
  }

  private static int next(long node, int[] keys, int row) {
    int low = (int) node;
    long key = keys[row + (low >>> CHILD_BITS)];
    // The sign is −1 where the key is below the threshold: the left child precedes the right one.
    return (low & CHILD_MASK) + (int) ((key - (node >> 32)) >> 63);
  }

  private void link(int count, float[] margins) {
    if (link != Link.IDENTITY) {
      for (int i = 0; i < count * outputs; i++) {
        margins[i] = link.output(margins[i]);
      }
    }
  }

  private void check(int count, Scratch scratch, float[] results) {
    if (count < 0) {
      throw new IllegalArgumentException("count %d is negative".formatted(count));
    }
    if (scratch.features != features) {
      throw new IllegalArgumentException(
          "the scratch is for %d features, the model has %d".formatted(scratch.features, features));
    }
    check("results", results.length, (long) count * outputs);
  }

  private static void check(String what, int length, long least) {
    if (length < least) {
      throw new IllegalArgumentException(
          "%s: %d values, %d are needed".formatted(what, length, least));
    }
  }

  @Override
  public String toString() {
    return "Evaluator[%d trees, %d features, base margins %s]"
        .formatted(depths.length, features, Arrays.toString(baseMargins));
  }
}
