package io.adaptivelb.demo.screen;

import java.util.Locale;

/** Numbers as people read them; a dash where there is none. */
final class Numbers {
  private Numbers() {}

  static String millis(double value) {
    return Double.isNaN(value)
        ? "–"
        : String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value);
  }

  static String percent(double ratio) {
    return Double.isNaN(ratio)
        ? "–"
        : String.format(
            Locale.ROOT, ratio < 0.0995 && ratio > 0 ? "%.2f %%" : "%.0f %%", ratio * 100);
  }

  static String times(double ratio) {
    return Double.isNaN(ratio) ? "–" : String.format(Locale.ROOT, "%.2f×", ratio);
  }
}
