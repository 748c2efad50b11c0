package io.adaptivelb.boosting;

import java.util.List;
import java.util.Map;

/**
 * A boosted ensemble as its file says it: margin of an output = base margin + the leaves that a row falls into, one a tree of
 * that output, added in single precision in the trees' order. Immutable.
 *
 * @param writtenBy version of the XGBoost that wrote the file
 * @param objective what it predicts
 * @param quantiles with {@link Objective#QUANTILE} the quantile of each output, otherwise empty
 * @param features how many values a row has
 * @param featureNames their names, or empty where the file has none
 * @param baseMargins what an output is before any tree, an entry an output
 * @param trees in the order in which they are added
 * @param groups the output that each tree belongs to
 * @param attributes what the trainer wrote down, e.g. {@code best_iteration}; all trees count, whatever it says
 */
public record BoostedModel(
    String writtenBy,
    Objective objective,
    List<Float> quantiles,
    int features,
    List<String> featureNames,
    List<Float> baseMargins,
    List<Tree> trees,
    List<Integer> groups,
    Map<String, String> attributes) {
  /** Throws {@link RefusedModelException} naming what does not fit together. */
  public BoostedModel {
    quantiles = List.copyOf(quantiles);
    featureNames = List.copyOf(featureNames);
    baseMargins = List.copyOf(baseMargins);
    trees = List.copyOf(trees);
    groups = List.copyOf(groups);
    attributes = Map.copyOf(attributes);
    int outputs = baseMargins.size();
    require(features >= 1, "num_feature", features, "it is ≥ 1");
    require(outputs >= 1, "num_target", outputs, "it is ≥ 1");
    require(
        featureNames.isEmpty() || featureNames.size() == features,
        "feature_names",
        featureNames.size() + " names",
        "there are none or %d, one a feature".formatted(features));
    require(
        featureNames.stream().distinct().count() == featureNames.size(),
        "feature_names",
        featureNames,
        "they differ");
    require(
        objective == Objective.QUANTILE ? quantiles.size() == outputs : quantiles.isEmpty(),
        "quantile_alpha",
        quantiles,
        "there is one for each of the %d outputs".formatted(outputs));
    require(
        quantiles.stream().allMatch(it -> it > 0 && it < 1),
        "quantile_alpha",
        quantiles,
        "each is in (0, 1)");
    require(
        groups.size() == trees.size(),
        "tree_info",
        groups.size() + " entries",
        "there are %d, one a tree".formatted(trees.size()));
    require(
        groups.stream().allMatch(it -> it >= 0 && it < outputs),
        "tree_info",
        groups,
        "each is in 0…%d".formatted(outputs - 1));
    double reach = 0;
    for (float margin : baseMargins) {
      require(Float.isFinite(margin), "base_score", margin, "its margin is finite");
      reach = Math.max(reach, Math.abs(margin));
    }
    for (Tree tree : trees) {
      reach += largest(tree);
    }
    require(reach < Float.MAX_VALUE, "the sum of the trees", reach, "no row can make it infinite");
  }

  /** Predictions a row. */
  public int outputs() {
    return baseMargins.size();
  }

  /** The name of a feature, {@code f3} where the file has no names: as XGBoost calls it. */
  public String featureName(int feature) {
    return featureNames.isEmpty() ? "f" + feature : featureNames.get(feature);
  }

  /** The largest leaf of a tree, whichever its sign. */
  static double largest(Tree tree) {
    float[] largest = {0};
    tree.forEachNode(node -> {
      if (tree.isLeaf(node)) {
        largest[0] = Math.max(largest[0], Math.abs(tree.value(node)));
      }
    });
    return largest[0];
  }

  private static void require(boolean holds, String where, Object value, String rule) {
    if (!holds) {
      throw new RefusedModelException(
          new Refusal.Invalid(where, ModelParser.quote(value.toString()), rule));
    }
  }
}
