package io.adaptivelb.control;

/**
 * How much of a cluster's traffic goes back and forth between endpoints from tick to tick: {@code Σ|x₊ − 2x + x₋| / (4 Σx)},
 * smoothed over some three ticks; 0 for steady or steadily moving traffic, 1 when all of it alternates. Poisson noise and
 * failovers give some hundredths. It needs no model of what the loop answers to, so it sees swings that the fast path drives
 * as well. Not thread-safe.
 */
final class TrafficSwings {
  private static final double NEW = 0.4;

  private double swung;
  private double traffic;
  private double smoothed;

  void begin() {
    swung = 0;
    traffic = 0;
  }

  /** Takes one endpoint's requests per second of this tick and the two before, NaN where there are none. */
  void add(double now, double before, double beforeThat) {
    double swing = Math.abs(now - 2 * before + beforeThat);
    if (!Double.isNaN(swing)) {
      swung += swing;
      traffic += 4 * before;
    }
  }

  void end() {
    double share = traffic > 0 ? Math.min(1, swung / traffic) : 0;
    smoothed += NEW * (share - smoothed);
  }

  /** 0…1. */
  double share() {
    return smoothed;
  }
}
