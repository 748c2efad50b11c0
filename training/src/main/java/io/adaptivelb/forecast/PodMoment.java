package io.adaptivelb.forecast;

import io.adaptivelb.dataset.Series;

/**
 * A pod at the end of a minute, to forecast a target from.
 *
 * @param history everything recorded of the system
 * @param pod which pod, by its place
 * @param past the target's past
 * @param minute the newest minute that may be looked at
 */
record PodMoment(History history, int pod, Past past, int minute) {
  Series own() {
    return past.own();
  }

  /** The target's EWMA over ten minutes, as of now. */
  double smooth() {
    return past.ewma10().at(minute);
  }

  /** A target's series and its EWMAs. */
  record Past(Series own, Series ewma3, Series ewma10, Series ewma30) {
    static Past of(Series own) {
      return new Past(own, own.ewma(3), own.ewma(10), own.ewma(30));
    }
  }
}
