package io.adaptivelb.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities mean what they say.
 *
 * @param brier mean squared difference between probability and truth (Brier, 1950)
 * @param brierOfShare the same for who always says the share of positives: a probability worth its name is below
 * @param bins by predicted probability, those without a row left out
 */
public record Reliability(double brier, double brierOfShare, List<Bin> bins) {
  private static final double[] EDGES = {0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1};

  /**
   * Rows with about the same probability.
   *
   * @param from the least probability
   * @param to the bound that is above all
   * @param rows how many
   * @param predicted the mean of what was predicted
   * @param observed the share that came true
   */
  public record Bin(double from, double to, int rows, double predicted, double observed) {}

  /** Copies. */
  public Reliability {
    bins = List.copyOf(bins);
  }

  /** The reliability of probabilities. */
  public static Reliability of(boolean[] truth, double[] probabilities) {
    Errors.requireSame(truth.length, probabilities.length);
    double squares = 0;
    int positives = 0;
    int[] rows = new int[EDGES.length - 1];
    int[] came = new int[rows.length];
    double[] sums = new double[rows.length];
    for (int i = 0; i < truth.length; i++) {
      double p = probabilities[i];
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException(
            "probability %d is %s; it must be in 0…1".formatted(i, p));
      }
      int bin = 0;
      while (bin < rows.length - 1 && p >= EDGES[bin + 1]) {
        bin++;
      }
      rows[bin]++;
      sums[bin] += p;
      came[bin] += truth[i] ? 1 : 0;
      positives += truth[i] ? 1 : 0;
      double off = p - (truth[i] ? 1 : 0);
      squares += off * off;
    }
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < rows.length; b++) {
      if (rows[b] > 0) {
        bins.add(new Bin(
            EDGES[b], EDGES[b + 1], rows[b], sums[b] / rows[b], (double) came[b] / rows[b]));
      }
    }
    double share = (double) positives / truth.length;
    return new Reliability(squares / truth.length, share * (1 - share), bins);
  }
}
