package io.adaptivelb.degradation;

import io.adaptivelb.dataset.Series;
import java.util.Arrays;

/**
 * How far a signal of a pod is from the pod's own last hour, in units of that hour's spread. The hour ends {@value #RECENT} minutes ago, so
 * that what is judged is not what it is judged by. Immutable.
 */
final class Deviation {
  /** Minutes that are judged. */
  static final int RECENT = 4;
  /** Minutes that they are judged by. */
  static final int BASE = 60;
  /** Fewer recorded minutes are no base. */
  static final int LEAST_BASE = 5;

  /** Spread of a signal that did not move, in the logarithm: less than a twentieth more or less is nothing. */
  private static final double LEAST_SPREAD = 0.05;
  /** The median absolute deviation of a normal distribution is its standard deviation over this. */
  private static final double NORMAL = 1.4826;

  private static final double FARTHEST = 30;

  /** Logarithm minus the base. */
  final Series shift;
  /** The same of the mean over the recent minutes. */
  final Series drift;
  /** Of their largest. */
  final Series peak;
  /** Of their smallest. */
  final Series dip;
  /** Shift in spreads. */
  final Series now;
  /** Its mean over the recent minutes. */
  final Series recent;
  /** Its largest of the recent minutes. */
  final Series high;
  /** Its smallest of the recent minutes. */
  final Series low;
  /** Share of the recent minutes that were not recorded, minus that of the base. */
  final Series silence;

  Deviation(Series signal) {
    int n = signal.minutes();
    double[] shifts = new double[n];
    double[] drifts = new double[n];
    double[] peaks = new double[n];
    double[] dips = new double[n];
    double[] nows = new double[n];
    double[] recents = new double[n];
    double[] highs = new double[n];
    double[] lows = new double[n];
    double[] silences = new double[n];
    for (int t = 0; t < n; t++) {
      int end = t - RECENT;
      boolean judged = signal.count(end, BASE) >= LEAST_BASE;
      double base = judged ? signal.median(end, BASE) : Double.NaN;
      double spread = LEAST_SPREAD + (judged ? NORMAL * signal.medianDeviation(end, BASE) : Double.NaN);
      shifts[t] = signal.at(t) - base;
      nows[t] = bounded(shifts[t] / spread);
      drifts[t] = signal.mean(t, RECENT) - base;
      peaks[t] = signal.max(t, RECENT) - base;
      dips[t] = signal.min(t, RECENT) - base;
      recents[t] = bounded(drifts[t] / spread);
      highs[t] = bounded(peaks[t] / spread);
      lows[t] = bounded(dips[t] / spread);
      int reach = Math.min(BASE, end + 1);
      silences[t] = reach < LEAST_BASE
          ? Double.NaN
          : (double) signal.count(end, BASE) / reach - signal.count(t, RECENT) / (double) RECENT;
    }
    shift = new Series(shifts);
    drift = new Series(drifts);
    peak = new Series(peaks);
    dip = new Series(dips);
    now = new Series(nows);
    recent = new Series(recents);
    high = new Series(highs);
    low = new Series(lows);
    silence = new Series(silences);
  }

  private static double bounded(double value) {
    return Math.clamp(value, -FARTHEST, FARTHEST);
  }

  /** The median over pods at a minute, NaN left out. */
  static double median(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    int n = sorted.length;
    return n == 0 ? Double.NaN : n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }
}
