package io.adaptivelb.simulator.engine;

import static java.lang.StrictMath.exp;

/**
 * What a server can say of its own errors: their share of its last 64 answers, and all of it when the last three were errors.
 * It fades with two seconds while nobody asks, so that the server is tried again. Not thread-safe.
 */
final class RecentErrors {
  private static final double FADE_SECONDS = 2;
  private static final int RUN = 0b111;

  private long history;
  private double last;

  void add(boolean error, double now) {
    history = history << 1 | (error ? 1 : 0);
    last = now;
  }

  /** 0…1. */
  double ratio(double now) {
    if (history == 0) {
      return 0;
    }
    double share = (history & RUN) == RUN ? 1 : Long.bitCount(history) / (double) Long.SIZE;
    return share * exp((last - now) / FADE_SECONDS);
  }

  void clear() {
    history = 0;
  }
}
