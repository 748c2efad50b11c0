package io.adaptivelb.degradation;

import io.adaptivelb.dataset.Series;

/**
 * How far a signal of a pod is from the median of the pod's own last hour. The hour ends {@value #RECENT} minutes ago, so that what is
 * judged is not what it is judged by. Immutable.
 *
 * <p>Distances are in the logarithm and not in spreads of that hour: the same fault moves a signal by about the same factor in a noisy
 * system and in a quiet one, and models learned from factors were of more use on another system than those learned from spreads.
 */
final class Deviation {
  /** Minutes that are judged. */
  static final int RECENT = 4;
  /** Minutes that they are judged by. */
  static final int BASE = 60;
  /** Fewer recorded minutes are no base. */
  static final int LEAST_BASE = 5;

  /** Spread of a signal that did not move: less than a twentieth more or less is nothing. */
  private static final double LEAST_SPREAD = 0.05;
  /** The median absolute deviation of a normal distribution is its standard deviation over this. */
  private static final double NORMAL = 1.4826;

  /** The newest value minus the base. */
  final Series shift;
  /** The mean of the recent minutes minus the base. */
  final Series drift;
  /** Share of the recent minutes that were not recorded, minus that of the base. */
  final Series silence;
  /** The shift in robust spreads of the base hour: what needs no learning. */
  final Series zScore;

  Deviation(Series signal) {
    int n = signal.minutes();
    double[] shifts = new double[n];
    double[] drifts = new double[n];
    double[] silences = new double[n];
    double[] zScores = new double[n];
    for (int t = 0; t < n; t++) {
      int end = t - RECENT;
      int recorded = signal.count(end, BASE);
      int reach = Math.min(BASE, end + 1);
      double base = recorded < LEAST_BASE ? Double.NaN : signal.median(end, BASE);
      shifts[t] = signal.at(t) - base;
      drifts[t] = signal.mean(t, RECENT) - base;
      silences[t] = reach < LEAST_BASE
          ? Double.NaN
          : (double) recorded / reach - signal.count(t, RECENT) / (double) RECENT;
      zScores[t] = shifts[t] / (LEAST_SPREAD + NORMAL * signal.medianDeviation(end, BASE));
    }
    shift = new Series(shifts);
    drift = new Series(drifts);
    silence = new Series(silences);
    zScore = new Series(zScores);
  }
}
