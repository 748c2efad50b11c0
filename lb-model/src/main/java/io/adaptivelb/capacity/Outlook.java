package io.adaptivelb.capacity;

import static io.adaptivelb.domain.Ranges.requireInRange;

/**
 * What a rung expects to be seen of an endpoint in the next window, at the load that is about to be sent: for its scores, no weight
 * follows from it.
 *
 * @param p95Seconds p95 of the latency of its successes; &gt; 0, or NaN where nothing is expected of it
 * @param believed how far that latency is believed; 0…1
 * @param failure probability that it breaks its error threshold, as far as that is believed; 0…1
 */
public record Outlook(double p95Seconds, double believed, double failure) {
  /** Nothing is expected. */
  public static final Outlook NONE = new Outlook(Double.NaN, 0, 0);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public Outlook {
    if (!Double.isNaN(p95Seconds)) {
      requireInRange("p95Seconds", p95Seconds, Double.MIN_VALUE, Double.MAX_VALUE);
    }
    requireInRange("believed", believed, 0, 1);
    requireInRange("failure", failure, 0, 1);
  }

  /** A latency that something else expects, joined with this one on the log scale as far as this one is believed. */
  public double join(double otherSeconds) {
    if (Double.isNaN(p95Seconds) || believed == 0) {
      return otherSeconds;
    }
    return Double.isNaN(otherSeconds)
        ? p95Seconds
        : Math.exp(believed * Math.log(p95Seconds) + (1 - believed) * Math.log(otherSeconds));
  }
}
