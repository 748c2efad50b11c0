package io.adaptivelb.simulator.chart;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all plots share: room, axes, accessibility. */
final class Axes {
  private Axes() {}

  /** Options to which the plot adds its own; read aloud from the data where the reader asks for that. */
  static Map<String, Object> options(Map<String, Object> grid) {
    Map<String, Object> options = new HashMap<>();
    Map<String, Object> room = new HashMap<>(Map.of("containLabel", true, "left", 8, "right", 24));
    room.putAll(grid);
    options.put("grid", room);
    options.put("aria", Map.of("enabled", true));
    options.put("animation", false);
    return options;
  }

  static Map<String, Object> categories(List<String> names) {
    return new HashMap<>(
        Map.of("type", "category", "data", names, "axisTick", Map.of("show", false)));
  }

  static Map<String, Object> values(String type, String name) {
    return new HashMap<>(
        Map.of("type", type, "name", name, "nameLocation", "middle", "nameGap", 30));
  }

  /** A logarithmic axis; its unit stands at its end. */
  static Map<String, Object> logarithmic(String unit, double least) {
    return new HashMap<>(Map.of(
        "type",
        "log",
        "name",
        unit,
        "min",
        floor(least),
        "minorSplitLine",
        Map.of("show", true, "lineStyle", Map.of("opacity", 0.35))));
  }

  /** The largest 1, 2 or 5 times a power of ten that is below a value: where a logarithmic scale begins. */
  private static double floor(double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      return 0.1;
    }
    double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(value * 0.999)));
    for (int digit : new int[] {5, 2}) {
      if (digit * power < value) {
        return Axes.digits(digit * power, 1);
      }
    }
    return Axes.digits(power, 1);
  }

  /** A dashed line to compare with, as an entry of a series' {@code markLine}. */
  static Map<String, Object> limit(double value) {
    return Map.of(
        "xAxis",
        value,
        "symbol",
        "none",
        "lineStyle",
        Map.of("type", "dashed", "width", 1, "color", "#868e96"));
  }

  /** An interval of a row, likewise. */
  static List<Map<String, Object>> interval(double low, double high, int row) {
    return List.of(
        Map.of("coord", List.of(digits(low, 4), row), "symbol", "none"),
        Map.of("coord", List.of(digits(high, 4), row), "symbol", "none"));
  }

  /** Those entries, as an option of a series. */
  static Map<String, Object> marks(List<Object> entries, Map<String, Object> style) {
    return Map.of(
        "silent",
        true,
        "animation",
        false,
        "symbol",
        "none",
        "lineStyle",
        style,
        "label",
        Map.of("show", false),
        "data",
        entries);
  }

  /** Points without a size: they make room, and where they are labelled their third value is written right of them. */
  static Map<String, Object> unseen(List<Object> points, boolean labelled, int distance) {
    return Map.of(
        "type",
        "scatter",
        "data",
        points,
        "symbolSize",
        0,
        "silent",
        true,
        "tooltip",
        Map.of("show", false),
        "label",
        Map.of(
            "show",
            labelled,
            "position",
            "right",
            "distance",
            distance,
            "formatter",
            "{@[2]}",
            "fontSize",
            11));
  }

  /** Rounded to so many significant digits, so that pages stay small and labels short. */
  static double digits(double value, int digits) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return 0;
    }
    double scale =
        StrictMath.pow(10, digits - 1 - StrictMath.floor(StrictMath.log10(Math.abs(value))));
    return Math.rint(value * scale) / scale;
  }
}
