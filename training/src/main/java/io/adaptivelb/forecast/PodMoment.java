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

  /** What the target's EWMA over ten minutes was off by in the last hour, on average. */
  double scale() {
    return past.scale(minute);
  }

  /**
   * A target's series, its EWMAs, and by how much the one over ten minutes was off in each minute.
   *
   * @param off absolute
   */
  record Past(Series own, Series ewma3, Series ewma10, Series ewma30, Series off) {
    /** A target that does not move has no scale; less than this is nothing, in any unit. */
    private static final double LEAST_SCALE = 0.01;

    private static final int SCALE_MINUTES = 60;

    static Past of(Series own) {
      Series ewma = own.ewma(10);
      double[] off = new double[own.minutes()];
      for (int minute = 0; minute < off.length; minute++) {
        off[minute] = Math.abs(own.at(minute) - ewma.at(minute - 1));
      }
      return new Past(own, own.ewma(3), ewma, own.ewma(30), new Series(off));
    }

    double scale(int minute) {
      double mean = off.mean(minute, SCALE_MINUTES);
      return LEAST_SCALE + (Double.isNaN(mean) ? 0 : mean);
    }
  }
}
