package io.adaptivelb.domain;

import java.time.Duration;

/** The checks that settings records share: each error names the value and the rule. */
public final class Ranges {
  private Ranges() {}

  /**
   * Checks a number.
   *
   * @throws IllegalArgumentException unless {@code min ≤ value ≤ max}; NaN is refused
   */
  public static void requireInRange(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "%s is %s; it must be in %s…%s".formatted(name, text(value), text(min), text(max)));
    }
  }

  /**
   * Checks a count.
   *
   * @throws IllegalArgumentException unless {@code min ≤ value ≤ max}
   */
  public static void requireInRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d; it must be in %d…%d".formatted(name, value, min, max));
    }
  }

  /**
   * Checks a duration.
   *
   * @throws IllegalArgumentException unless {@code min ≤ value ≤ max}
   */
  public static void requireInRange(String name, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "%s is %s; it must be in %s…%s".formatted(name, text(value), text(min), text(max)));
    }
  }

  /** A duration as people and the configuration write it: {@code 250ms}, {@code 5s}, {@code 2m}. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0 || millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
