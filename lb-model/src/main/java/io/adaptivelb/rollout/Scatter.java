package io.adaptivelb.rollout;

/**
 * How much the share of events that falls on the canary varies from reading to reading, around its own mean: a canary that is always
 * worse does not vary. What is said of a reading uses those before it only. Not thread-safe.
 *
 * <p>What the shadow showed ({@link Calibration#dispersion}) may have been too quiet: the events of a cluster in which something
 * befalls an endpoint now and then come hundreds at a time.
 */
final class Scatter {
  /** So many readings' worth is what was known before. */
  private static final double PRIOR = 4;

  private final double known;
  private final boolean learns;
  private double squares;
  private int readings;
  private double canaryEvents;
  private double restEvents;
  private double canaryExposure;
  private double restExposure;

  /**
   * One that has seen nothing.
   *
   * @param known what is known before
   * @param learns whether what is seen may make it more
   */
  Scatter(double known, boolean learns) {
    this.known = known;
    this.learns = learns;
  }

  /** How many events that come together are one, as far as is known; never less than was known before; at most 1 000. */
  double dispersion() {
    return Math.clamp(
        (PRIOR * known + squares) / (PRIOR + readings), known, Math.max(known, 1_000));
  }

  void add(Counts counts) {
    if (!learns || !counts.informative()) {
      return;
    }
    if (canaryExposure > 0) {
      double rate = (canaryEvents + 0.5) / canaryExposure * restExposure / (restEvents + 0.5);
      double odds = rate * counts.canaryExposure() / counts.restExposure();
      double share = odds / (1 + odds);
      double events = (double) counts.canaryEvents() + counts.restEvents();
      double off = counts.canaryEvents() - events * share;
      // A share that is 0 or 1 to the last bit foretells without a doubt, and whatever contradicts
      // it has none either.
      squares += off * off / Math.max(1e-3, events * share * (1 - share));
      readings++;
    }
    canaryEvents += counts.canaryEvents();
    restEvents += counts.restEvents();
    canaryExposure += counts.canaryExposure();
    restExposure += counts.restExposure();
  }
}
