package io.adaptivelb.boosting;

import java.util.Arrays;

/**
 * How much each feature contributed to a margin: SHAP values that take the training rows' ways through the trees as the
 * background ("path-dependent"), exact, in O(leaves · depth²) a tree.
 *
 * <p>A recursion goes down all paths of a tree at once and keeps, for each feature split on so far, the share of the training
 * rows that go the same way without knowing the feature ({@code zero}) and whether the row itself goes that way ({@code one}),
 * with the weight of all subsets of these features by their size. At a leaf each feature of the path is taken out again, which
 * gives its share of the leaf's value. Single precision in XGBoost's order of operations, so that results agree with its {@code
 * predict_contribs}. Costs about a hundred times a prediction: not for the hot path.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/1802.03888">S. Lundberg, G. Erion, S.-I. Lee, Consistent Individualized Feature
 *     Attribution for Tree Ensembles, 2018, algorithm 2</a>
 */
public final class TreeShap {
  private final BoostedModel model;

  /** What each tree gives on average over its training rows. */
  private final float[] means;

  /** Prepares the explanations of a model. */
  public TreeShap(BoostedModel model) {
    this.model = model;
    means = new float[model.trees().size()];
    for (int t = 0; t < means.length; t++) {
      means[t] = mean(model.trees().get(t), 0);
    }
  }

  private static float mean(Tree tree, int node) {
    if (tree.isLeaf(node)) {
      return tree.value(node);
    }
    float sum = mean(tree, tree.left(node)) * tree.cover(tree.left(node));
    sum += mean(tree, tree.right(node)) * tree.cover(tree.right(node));
    return sum / tree.cover(node);
  }

  /**
   * Contributions to one output's margin, which they add up to within single precision.
   *
   * @param row {@code model.features()} values, NaN where missing
   * @return a value a feature, and last the bias: what the model says on average
   */
  public float[] contributions(float[] row, int output) {
    int features = model.features();
    if (row.length != features) {
      throw new IllegalArgumentException(
          "the row has %d values, the model %d features".formatted(row.length, features));
    }
    if (output < 0 || output >= model.outputs()) {
      throw new IllegalArgumentException(
          "output %d is not in 0…%d".formatted(output, model.outputs() - 1));
    }
    float[] sums = new float[features + 1];
    float[] ofTree = new float[features + 1];
    for (int t = 0; t < means.length; t++) {
      if (model.groups().get(t) == output) {
        Arrays.fill(ofTree, 0);
        new Walk(model.trees().get(t), row, ofTree).down(0, 0, 0, 1, 1, -1);
        ofTree[features] = means[t];
        for (int i = 0; i <= features; i++) {
          sums[i] += ofTree[i];
        }
      }
    }
    sums[features] += model.baseMargins().get(output);
    return sums;
  }

  /** The walk down one tree; the paths of all open recursions lie in one array, one after the other. */
  private static final class Walk {
    private final Tree tree;
    private final float[] row;
    private final float[] sums;
    private final int[] feature;
    private final float[] zero;
    private final float[] one;
    private final float[] weight;

    Walk(Tree tree, float[] row, float[] sums) {
      this.tree = tree;
      this.row = row;
      this.sums = sums;
      int longest = tree.depth() + 2;
      int room = longest * (longest + 1) / 2;
      feature = new int[room];
      zero = new float[room];
      one = new float[room];
      weight = new float[room];
    }

    /** {@code length}: how many features are above; {@code parent}: where the path of the node above begins. */
    void down(int node, int length, int parent, float zeroShare, float oneShare, int splitAbove) {
      int path = parent + length;
      System.arraycopy(feature, parent, feature, path, length);
      System.arraycopy(zero, parent, zero, path, length);
      System.arraycopy(one, parent, one, path, length);
      System.arraycopy(weight, parent, weight, path, length);
      extend(path, length, zeroShare, oneShare, splitAbove);
      if (tree.isLeaf(node)) {
        for (int i = 1; i <= length; i++) {
          float w = unwoundSum(path, length, i);
          sums[feature[path + i]] += w * (one[path + i] - zero[path + i]) * tree.value(node);
        }
        return;
      }
      int split = tree.feature(node);
      int hot = tree.next(node, row[split]);
      int cold = hot == tree.left(node) ? tree.right(node) : tree.left(node);
      float hotShare = tree.cover(hot) / tree.cover(node);
      float coldShare = tree.cover(cold) / tree.cover(node);
      float zeroBefore = 1;
      float oneBefore = 1;
      int kept = length;
      for (int i = 0; i <= length; i++) {
        if (feature[path + i] == split) {
          // The feature was split on before: that split is undone and done again together with this
          // one.
          zeroBefore = zero[path + i];
          oneBefore = one[path + i];
          unwind(path, length, i);
          kept--;
          break;
        }
      }
      down(hot, kept + 1, path, hotShare * zeroBefore, oneBefore, split);
      down(cold, kept + 1, path, coldShare * zeroBefore, 0, split);
    }

    private void extend(int path, int length, float zeroShare, float oneShare, int split) {
      feature[path + length] = split;
      zero[path + length] = zeroShare;
      one[path + length] = oneShare;
      weight[path + length] = length == 0 ? 1 : 0;
      for (int i = length - 1; i >= 0; i--) {
        int at = path + i;
        weight[at + 1] += oneShare * weight[at] * (i + 1) / (length + 1);
        weight[at] = zeroShare * weight[at] * (length - i) / (length + 1);
      }
    }

    private void unwind(int path, int length, int index) {
      float oneShare = one[path + index];
      float zeroShare = zero[path + index];
      float next = weight[path + length];
      for (int i = length - 1; i >= 0; i--) {
        int at = path + i;
        if (oneShare != 0) {
          float before = weight[at];
          weight[at] = next * (length + 1) / ((i + 1) * oneShare);
          next = before - weight[at] * zeroShare * (length - i) / (length + 1);
        } else {
          weight[at] = weight[at] * (length + 1) / (zeroShare * (length - i));
        }
      }
      int moved = length - index;
      System.arraycopy(feature, path + index + 1, feature, path + index, moved);
      System.arraycopy(zero, path + index + 1, zero, path + index, moved);
      System.arraycopy(one, path + index + 1, one, path + index, moved);
    }

    /** The weight of all subsets of the path without one of its features. */
    private float unwoundSum(int path, int length, int index) {
      float oneShare = one[path + index];
      float zeroShare = zero[path + index];
      float next = weight[path + length];
      float total = 0;
      for (int i = length - 1; i >= 0; i--) {
        float w = weight[path + i];
        if (oneShare != 0) {
          float taken = next * (length + 1) / ((i + 1) * oneShare);
          total += taken;
          next = w - taken * zeroShare * ((length - i) / (float) (length + 1));
        } else if (zeroShare != 0) {
          total += w / zeroShare / ((length - i) / (float) (length + 1));
        }
      }
      return total;
    }
  }
}
