package io.adaptivelb.control;

/**
 * Lowers the loop's gain when it oscillates. A loop with delay {@code d} ticks is stable while gain × elasticity &lt; 2
 * sin(π / (2(2d+1))), and neither delay nor elasticity is known; what shows is a weight whose wanted step keeps changing
 * its sign. While more than a quarter of the endpoints do that for several ticks, the gain is cut; it recovers slowly.
 *
 * <p>Not thread-safe.
 */
final class LoopDamper {
  /** Steps smaller than this (log scale) are noise. */
  static final double MIN_SWING = 0.15;

  /** Changes of sign in a row that make an endpoint oscillate. */
  static final int MIN_FLIPS = 3;

  private static final double CUT = 0.7;
  private static final double RECOVERY = 1.08;
  private static final double LEAST = 0.2;

  private double factor = 1;

  /** What the gain is multiplied with; 0.2…1. */
  double factor() {
    return factor;
  }

  /** Judges a tick: how many endpoints oscillate, of how many. */
  void update(int oscillating, int endpoints) {
    factor = oscillating * 4 > endpoints
        ? Math.max(LEAST, factor * CUT)
        : Math.min(1, factor * RECOVERY);
  }
}
