package io.adaptivelb.features;

/**
 * How much longer one endpoint's requests take than the queueing curve says, {@code ln(quantile / sojourn time)}: in the newest tick,
 * and smoothed over some ten. Not thread-safe.
 */
final class Stretch {
  /** As in an EWMA(10). */
  private static final double NEWEST = 2.0 / 11;

  private double now = Double.NaN;
  private double usual = Double.NaN;

  /** Takes a tick; NaN, where it does not tell, leaves what is usual. */
  void add(double quantileSeconds, double sojournSeconds) {
    now = quantileSeconds > 0 && sojournSeconds > 0
        ? Math.log(quantileSeconds / sojournSeconds)
        : Double.NaN;
    if (!Double.isNaN(now)) {
      usual = Double.isNaN(usual) ? now : usual + NEWEST * (now - usual);
    }
  }

  /** Of the newest tick. */
  double now() {
    return now;
  }

  /** Smoothed. */
  double usual() {
    return usual;
  }
}
