package io.adaptivelb.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The receiver operating characteristic of scores against truths. Equal scores are one threshold: they are neither right nor wrong among
 * one another.
 *
 * @param points from (0, 0) to (1, 1), one a threshold
 * @param auc the area under them: the probability that a positive scores higher than a negative, ties half (Mann and Whitney, 1947); NaN
 *     without a positive or a negative
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
    Errors.requireSame(truth.length, scores.length);
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> scores[i]).reversed());
    int positives = 0;
    for (boolean positive : truth) {
      positives += positive ? 1 : 0;
    }
    int negatives = truth.length - positives;
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, 0));
    double area = 0;
    int truePositives = 0;
    int falsePositives = 0;
    for (int i = 0; i < order.length; ) {
      int tied = i;
      int newTrue = 0;
      while (tied < order.length && scores[order[tied]] == scores[order[i]]) {
        newTrue += truth[order[tied]] ? 1 : 0;
        tied++;
      }
      int newFalse = tied - i - newTrue;
      area += newFalse * (truePositives + newTrue / 2.0);
      truePositives += newTrue;
      falsePositives += newFalse;
      points.add(new Point((double) falsePositives / negatives, (double) truePositives / positives));
      i = tied;
    }
    double auc = positives == 0 || negatives == 0 ? Double.NaN : area / positives / negatives;
    return new Roc(points, auc, positives, negatives);
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
