package io.adaptivelb.features;

/** One endpoint at one moment, as features are read off it. Filled by {@link FeatureWindows} and used at once. */
final class Moment {
  private static final int SIGNALS = TickSignal.values().length;
  static final int STATISTICS = 4 * FeatureSchema.WINDOW_SECONDS.size();

  /** Signal by signal; NaN where missing. */
  final float[] newest = new float[SIGNALS];

  /** Signal by signal; windows, shortest first, of mean, maximum, slope and volatility. */
  final float[] statistics = new float[SIGNALS * STATISTICS];

  /** Of the cluster, signal by signal. */
  float[] medians = new float[0];

  /** Requests per second of the whole cluster over their mean of the last minutes, as a logarithm. */
  double clusterTrend;

  long ageMillis;
  CapacityReading reading = CapacityReading.NONE;

  /** Of p50, p95 and p99. */
  Stretch[] stretches = {new Stretch(), new Stretch(), new Stretch()};

  Season season = new Season();
  Cohort cohort = new Cohort();
  double plannedRate;

  double newest(TickSignal signal) {
    return newest[signal.place()];
  }

  double median(TickSignal signal) {
    return medians[signal.place()];
  }

  /** Of window 0 (15 s), 1 (1 min) or 2 (5 min). */
  double mean(TickSignal signal, int window) {
    return statistics[signal.place() * STATISTICS + 4 * window];
  }

  double max(TickSignal signal, int window) {
    return statistics[signal.place() * STATISTICS + 4 * window + 1];
  }

  /** A second. */
  double slope(TickSignal signal, int window) {
    return statistics[signal.place() * STATISTICS + 4 * window + 2];
  }

  double volatility(TickSignal signal, int window) {
    return statistics[signal.place() * STATISTICS + 4 * window + 3];
  }
}
