package io.adaptivelb.evaluation;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Rows in order of falling score, for AUCs of many resamples of them: sorted once. Immutable.
 *
 * <p>Tribuo's {@code LabelEvaluationUtil} says the same, and the tests hold both against each other; but it sorts anew for every resample, does
 * not know that a row was drawn twice, and takes scores that differ by less than 1e-12 for ties, which rare events' probabilities do.
 */
public final class Ranking {
  private final boolean[] truth;
  private final double[] scores;
  private final int[] order;

  /** A ranking of rows. */
  public Ranking(boolean[] truth, double[] scores) {
    Errors.requireSame(truth.length, scores.length);
    this.truth = truth.clone();
    this.scores = scores.clone();
    Integer[] boxed = new Integer[scores.length];
    Arrays.setAll(boxed, i -> i);
    Arrays.sort(boxed, Comparator.comparingDouble((Integer i) -> scores[i]).reversed());
    this.order = Arrays.stream(boxed).mapToInt(Integer::intValue).toArray();
  }

  /** Takes the counts at each threshold, from the highest score down. */
  interface Thresholds {
    void take(long positivesAbove, long negativesAbove);
  }

  /**
   * The area under the ROC curve: the probability that a positive scores higher than a negative, ties half (Mann and Whitney, 1947).
   *
   * @param times how often each row counts
   * @return NaN without a positive or a negative
   */
  public double auc(int[] times) {
    Errors.requireSame(times.length, scores.length);
    return walk(times, (positives, negatives) -> {});
  }

  double walk(int[] times, Thresholds thresholds) {
    double area = 0;
    long positives = 0;
    long negatives = 0;
    for (int i = 0; i < order.length; ) {
      double score = scores[order[i]];
      long newPositives = 0;
      long newNegatives = 0;
      while (i < order.length && scores[order[i]] == score) {
        int row = order[i++];
        newPositives += truth[row] ? times[row] : 0;
        newNegatives += truth[row] ? 0 : times[row];
      }
      area += newNegatives * (positives + newPositives / 2.0);
      positives += newPositives;
      negatives += newNegatives;
      thresholds.take(positives, negatives);
    }
    return positives == 0 || negatives == 0 ? Double.NaN : area / positives / negatives;
  }
}
