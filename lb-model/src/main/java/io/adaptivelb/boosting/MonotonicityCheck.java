package io.adaptivelb.boosting;

import io.adaptivelb.boosting.Monotonicity.Proven;
import io.adaptivelb.boosting.Monotonicity.Refuted;
import io.adaptivelb.boosting.Monotonicity.Undecided;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Proves or refutes that a model's margin is monotone in a feature, for all rows, those with missing values in other features
 * too (a missing value of the feature itself is neither low nor high).
 *
 * <p>The margin is a step function of the feature, and its steps are at thresholds. So it rises exactly if, for each threshold
 * c, no row steps down when the feature crosses c and all else stays. Only trees that split at c take part in that step, which
 * is few of them. For each, both rows, just below and at c, walk down together, the other features' splits narrow a {@link
 * Region} that all walks share, and the leaves that they end in are the tree's part of the step. If the smallest parts that the
 * trees can have by themselves do not add up to a step down, there is none: so it is at once when every tree is monotone, as
 * XGBoost's constraint makes them. Otherwise combinations of leaves are gone through, branch and bound, until one steps down,
 * which comes with its row, or none is left, which is a proof.
 *
 * <p>Needed, since XGBoost 3.0.4 lets quantile models break their constraint: it refits leaves after growing a tree.
 *
 * <p>Immutable and thread-safe.
 */
public final class MonotonicityCheck {
  /** Enough for the models that we train; a second or so. */
  public static final long DEFAULT_STEPS = 20_000_000;

  private final BoostedModel model;
  private final double tolerance;
  private final long maxSteps;

  /**
   * A check of one model.
   *
   * @param tolerance steps the wrong way of no more than this, in margin units, are let pass; ≥ 0
   * @param maxSteps how many nodes it may visit for one feature of one output before it gives up
   */
  public MonotonicityCheck(BoostedModel model, double tolerance, long maxSteps) {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance %s is not ≥ 0".formatted(tolerance));
    }
    this.model = model;
    this.tolerance = tolerance;
    this.maxSteps = maxSteps;
  }

  /** A strict check with {@link #DEFAULT_STEPS}. */
  public MonotonicityCheck(BoostedModel model) {
    this(model, 0, DEFAULT_STEPS);
  }

  /** What holds for each output and constrained feature. */
  public List<Monotonicity> check(Map<Integer, Direction> constraints) {
    List<Monotonicity> found = new ArrayList<>();
    for (int output = 0; output < model.outputs(); output++) {
      for (Map.Entry<Integer, Direction> constraint : constraints.entrySet()) {
        found.add(check(output, constraint.getKey(), constraint.getValue()));
      }
    }
    return found;
  }

  /** What holds for one output and one feature. */
  public Monotonicity check(int output, int feature, Direction direction) {
    if (output < 0 || output >= model.outputs() || feature < 0 || feature >= model.features()) {
      throw new IllegalArgumentException(
          "output %d, feature %d: the model has %d outputs and %d features"
              .formatted(output, feature, model.outputs(), model.features()));
    }
    TreeMap<Float, List<Tree>> crossed = new TreeMap<>();
    for (int t = 0; t < model.trees().size(); t++) {
      if (model.groups().get(t) == output) {
        Tree tree = model.trees().get(t);
        tree.forEachNode(node -> {
          if (!tree.isLeaf(node) && tree.feature(node) == feature) {
            // −0 and 0 are one threshold.
            List<Tree> trees =
                crossed.computeIfAbsent(tree.threshold(node) + 0f, it -> new ArrayList<>());
            if (trees.isEmpty() || trees.getLast() != tree) {
              trees.add(tree);
            }
          }
        });
      }
    }
    // One hard threshold must not use up what the others need: one of them may refute at once.
    List<Float> open = new ArrayList<>(crossed.keySet());
    long stepsLeft = maxSteps;
    for (long share : new long[] {maxSteps / (2L * Math.max(1, open.size())), maxSteps}) {
      List<Float> tired = new ArrayList<>();
      for (float threshold : open) {
        Crossing crossing = new Crossing(
            model.features(), feature, threshold, direction, tolerance, Math.min(share, stepsLeft));
        Crossing.Step step = crossing.search(crossed.getOrDefault(threshold, List.of()));
        stepsLeft -= crossing.steps();
        if (step != null) {
          float below = step.row().get(feature);
          return new Refuted(output, feature, step.row(), below, threshold, step.height());
        }
        if (crossing.isTired()) {
          tired.add(threshold);
        }
      }
      open = tired;
    }
    return open.isEmpty()
        ? new Proven(output, feature)
        : new Undecided(
            output,
            feature,
            "not decided within %d steps at %s = %s"
                .formatted(maxSteps, model.featureName(feature), open.getFirst()));
  }
}
