package io.adaptivelb.control;

/**
 * Tells a step that swings from one that is merely noisy: after so many half-waves in a row of about the same length and
 * height it oscillates. A loop without delay swings every tick, one with a delay of d ticks every 2d + 1. Not thread-safe.
 */
final class HalfWaves {
  /** Steps smaller than this (log scale) are noise. */
  static final double MIN_HEIGHT = 0.15;

  /** Half-waves alike in a row that make an oscillation, besides the first. */
  static final int MIN_ALIKE = 6;

  /** A half-wave is no longer than this many ticks. */
  static final int MAX_TICKS = 9;

  private static final double MAX_HEIGHT_RATIO = 2;

  private int ticks;
  private double height;
  private int lastTicks;
  private double lastHeight;
  private double sign;
  private int alike;

  /** Takes a tick's wanted step on the log scale; tells whether it turned in an oscillation. */
  boolean turns(double step) {
    ticks = Math.min(ticks + 1, MAX_TICKS + 1);
    if (ticks > MAX_TICKS) {
      alike = 0;
    }
    if (!(Math.abs(step) >= MIN_HEIGHT)) {
      return false;
    }
    if (Math.signum(step) == sign) {
      height = Math.max(height, Math.abs(step));
      return false;
    }
    alike = isLikeLast() ? alike + 1 : 0;
    lastTicks = ticks;
    lastHeight = height;
    ticks = 0;
    height = Math.abs(step);
    sign = Math.signum(step);
    return oscillate();
  }

  /** Whether it oscillates. */
  boolean oscillate() {
    return alike >= MIN_ALIKE;
  }

  private boolean isLikeLast() {
    return ticks <= MAX_TICKS
        && lastHeight > 0
        && Math.abs(ticks - lastTicks) <= 1
        && Math.max(height, lastHeight) <= MAX_HEIGHT_RATIO * Math.min(height, lastHeight);
  }
}
