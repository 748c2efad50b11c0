package io.adaptivelb.forecast;

import io.adaptivelb.dataset.Series;

/** What a model has to beat: forecasts that need none. */
public enum Baseline {
  /** The next minute is like this one. */
  PERSISTENCE,
  /** The next minute is like the exponentially weighted mean, α = 2 / (10 + 1). */
  EWMA_10;

  /** The forecast for the minute after each. */
  Series of(Series values) {
    return this == PERSISTENCE ? values : values.ewma(10);
  }
}
