package io.adaptivelb.features;

import static io.adaptivelb.domain.Ranges.requireInRange;

/**
 * What the analytic estimate read off one endpoint's tick, and what it believes after it: the features that no counter shows.
 *
 * @param demandSeconds service demand as this tick shows it, in core-seconds a request; NaN where it shows none
 * @param share of its cores that seems to be there in this tick; (0, 1], NaN where it does not show
 * @param usualDemandSeconds what the service demand usually is, over its last half hour and earlier lives; NaN while unknown
 * @param believedDemandSeconds the smoothed service demand; NaN while unknown
 * @param believedShare the smoothed share; (0, 1]
 * @param cores that it reports; NaN when it reports none
 * @param sojournSeconds time that a request would spend there at the tick's load, by the queueing curve and what is believed;
 *     NaN while unknown
 */
public record CapacityReading(
    double demandSeconds,
    double share,
    double usualDemandSeconds,
    double believedDemandSeconds,
    double believedShare,
    double cores,
    double sojournSeconds) {
  /** Nothing is known yet. */
  public static final CapacityReading NONE = new CapacityReading(
      Double.NaN, Double.NaN, Double.NaN, Double.NaN, 1, Double.NaN, Double.NaN);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public CapacityReading {
    if (!Double.isNaN(share)) {
      requireInRange("share", share, Double.MIN_VALUE, 1);
    }
    requireInRange("believedShare", believedShare, Double.MIN_VALUE, 1);
  }

  /** {@code ln(capacity read in this tick / usual capacity)}; NaN where the tick does not show it. */
  double deviation() {
    return Math.log(share * usualDemandSeconds / demandSeconds);
  }

  /** Requests per second at which it is believed to be busy all the time; NaN while unknown. */
  double believedCapacity() {
    return cores * believedShare / believedDemandSeconds;
  }
}
