package io.adaptivelb.boosting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Rows on which a model is at its most extreme: for each tree one that falls into its lowest leaf and one that falls into its highest, of
 * those that any row falls into. Features that are not on the way there are 0. The first row is 0 throughout.
 *
 * <p>A model without two of these that differ is constant, unless its trees undo each other elsewhere; and whatever a single leaf does to the
 * sum, one of them shows it. What many trees can do together they do not show: the sum of all trees' extremes does, but hardly a row reaches
 * it, and good models would fail by it.
 */
public final class ExtremeRows {
  /** Of a larger model, the trees with the largest leaves. */
  private static final int MOST_TREES = 1_000;

  private final Tree tree;
  private final Region region;
  private List<Float> lowest = List.of();
  private List<Float> highest = List.of();
  private float least = Float.POSITIVE_INFINITY;
  private float most = Float.NEGATIVE_INFINITY;

  private ExtremeRows(Tree tree, int features) {
    this.tree = tree;
    region = new Region(features);
    walk(0);
  }

  /** The rows of a model, one after the other, each {@code model.features()} long. */
  public static float[] of(BoostedModel model) {
    List<Tree> trees = model.trees();
    if (trees.size() > MOST_TREES) {
      trees = trees.stream()
          .sorted(Comparator.comparingDouble(BoostedModel::largest).reversed())
          .limit(MOST_TREES)
          .toList();
    }
    List<Float> rows = new ArrayList<>(new Region(model.features()).row());
    for (Tree tree : trees) {
      ExtremeRows found = new ExtremeRows(tree, model.features());
      rows.addAll(found.lowest);
      rows.addAll(found.highest);
    }
    float[] flat = new float[rows.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = rows.get(i);
    }
    return flat;
  }

  private void walk(int node) {
    if (tree.isLeaf(node)) {
      if (tree.value(node) < least) {
        least = tree.value(node);
        lowest = region.row();
      }
      if (tree.value(node) > most) {
        most = tree.value(node);
        highest = region.row();
      }
      return;
    }
    for (int child = tree.left(node); child <= tree.right(node); child++) {
      Region.Bounds before = region.narrow(tree, node, child == tree.left(node));
      if (region.hasRows(tree.feature(node))) {
        walk(child);
      }
      region.restore(before);
    }
  }
}
