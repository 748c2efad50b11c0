package io.adaptivelb.boosting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much a model makes of a feature, from what the file says of the splits.
 *
 * @param name of the feature
 * @param weight splits on it
 * @param totalGain loss that these splits took away in training
 * @param totalCover training rows that came by them, weighted with the second derivative
 */
public record Importance(String name, int weight, double totalGain, double totalCover) {
  /** Mean gain of a split: what XGBoost calls {@code gain}. */
  public double gain() {
    return weight == 0 ? 0 : totalGain / weight;
  }

  /** Mean cover of a split: what XGBoost calls {@code cover}. */
  public double cover() {
    return weight == 0 ? 0 : totalCover / weight;
  }

  /** All features of a model, unused ones too, the largest total gain first. */
  public static List<Importance> of(BoostedModel model) {
    int[] weight = new int[model.features()];
    double[] gain = new double[model.features()];
    double[] cover = new double[model.features()];
    for (Tree tree : model.trees()) {
      tree.forEachNode(node -> {
        if (!tree.isLeaf(node)) {
          int feature = tree.feature(node);
          weight[feature]++;
          gain[feature] += tree.gain(node);
          cover[feature] += tree.cover(node);
        }
      });
    }
    List<Importance> importances = new ArrayList<>(model.features());
    for (int i = 0; i < model.features(); i++) {
      importances.add(new Importance(model.featureName(i), weight[i], gain[i], cover[i]));
    }
    importances.sort(Comparator.comparingDouble(Importance::totalGain).reversed());
    return importances;
  }
}
