package io.adaptivelb.simulator.report;

import java.util.Locale;

/** Numbers and names in Markdown. */
final class Words {
  private Words() {}

  static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Three digits behind the point; latencies and errors are compared with nothing finer. */
  static String ratio(double value) {
    return Double.isInfinite(value) ? "∞" : number("%.3f", value);
  }

  static String millis(double value) {
    return number(value < 9.95 ? "%.1f" : "%.0f", value);
  }

  static String percent(double ratio) {
    return number(ratio > 0 && ratio < 0.0005 ? "%.3f %%" : "%.2f %%", 100 * ratio);
  }

  static String code(String name) {
    return "`" + name.replace("`", "'") + "`";
  }
}
