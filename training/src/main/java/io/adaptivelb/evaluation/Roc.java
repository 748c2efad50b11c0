package io.adaptivelb.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The receiver operating characteristic of scores against truths. Equal scores are one threshold: they are neither right nor wrong among
 * one another.
 *
 * @param points from (0, 0) to (1, 1), one a threshold
 * @param auc the area under them; NaN without a positive or a negative
 * @param positives how many there are
 * @param negatives how many there are
 */
public record Roc(List<Point> points, double auc, int positives, int negatives) {
  /**
   * A threshold.
   *
   * @param falsePositives share of the negatives at or above it
   * @param truePositives share of the positives at or above it
   */
  public record Point(double falsePositives, double truePositives) {}

  /** Copies. */
  public Roc {
    points = List.copyOf(points);
  }

  /** The curve of scores. */
  public static Roc of(boolean[] truth, double[] scores) {
    int positives = 0;
    for (boolean positive : truth) {
      positives += positive ? 1 : 0;
    }
    double all = positives;
    double others = truth.length - positives;
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, 0));
    int[] once = new int[truth.length];
    Arrays.fill(once, 1);
    double auc = new Ranking(truth, scores)
        .walk(
            once,
            (above, negativesAbove) -> points.add(new Point(negativesAbove / others, above / all)));
    return new Roc(points, auc, positives, truth.length - positives);
  }

  /** At most so many of the points, evenly, ends included: enough to draw. */
  public List<Point> thinned(int most) {
    if (points.size() <= most) {
      return points;
    }
    List<Point> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(points.get((int) Math.round((double) i * (points.size() - 1) / (most - 1))));
    }
    return some;
  }
}
