package io.adaptivelb.rollout;

/**
 * What the two groups look like while both get the same weights: an A/A test. Two clusters, or two halves of the proxies, are
 * never alike; only what differs more than it did then is the new model's doing. Not thread-safe.
 */
final class Calibration {
  private static final double FEW = 4;

  private int ticks;
  private long canaryEvents;
  private long restEvents;
  private double canaryExposure;
  private double restExposure;
  private double squares;
  private double variances;

  void add(Counts counts) {
    if (!counts.informative()) {
      return;
    }
    ticks++;
    double events = (double) counts.canaryEvents() + counts.restEvents();
    canaryEvents += counts.canaryEvents();
    restEvents += counts.restEvents();
    canaryExposure += counts.canaryExposure();
    restExposure += counts.restExposure();
    double odds = ratio() * counts.canaryExposure() / counts.restExposure();
    double expected = odds / (1 + odds);
    double off = counts.canaryEvents() - events * expected;
    squares += off * off;
    variances += events * expected * (1 - expected);
  }

  /**
   * Pearson's: the variance from tick to tick over that of independent events, and more where it was measured in few ticks, of
   * which none may have been a bad one; 1…1 000.
   */
  double dispersion() {
    double doubt = 1 + FEW / Math.max(1, ticks);
    return variances > 0 ? Math.clamp(doubt * squares / variances, 1, 1_000) : 1;
  }

  /**
   * How many times as frequent the events may be in the canary's group: the ratio seen, shrunk towards 1 by a normal prior on
   * its logarithm, plus one standard deviation of what is then still unknown. 0.01…100
   *
   * @param priorSpread standard deviation of the prior
   */
  double allowedRatio(double priorSpread) {
    double prior = priorSpread * priorSpread;
    if (canaryExposure == 0 || prior == 0) {
      return Math.exp(priorSpread);
    }
    double seen = dispersion() * (1 / (canaryEvents + 0.5) + 1 / (restEvents + 0.5));
    double weight = prior / (prior + seen);
    double mean = weight * Math.log(ratio());
    return Math.clamp(Math.exp(mean + Math.sqrt(weight * seen)), 0.01, 100);
  }

  private double ratio() {
    double ratio = (canaryEvents + 0.5) / canaryExposure / ((restEvents + 0.5) / restExposure);
    return Math.clamp(ratio, 0.01, 100);
  }
}
