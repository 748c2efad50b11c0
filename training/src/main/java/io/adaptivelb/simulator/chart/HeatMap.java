package io.adaptivelb.simulator.chart;

import io.adaptivelb.simulator.page.Chart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tables in colour. The middle of a scale is transparent, so that it is the page's own ground in light and dark. */
public final class HeatMap {
  /** From better to worse; equal steps of the logarithm. */
  private static final List<String> BETTER_TO_WORSE = List.of(
      "rgba(29,95,209,1)",
      "rgba(45,120,225,0.62)",
      "rgba(110,140,180,0.04)",
      "rgba(235,115,40,0.62)",
      "rgba(214,69,10,1)");

  private static final List<String> LITTLE_TO_MUCH = List.of(
      "rgba(232,89,12,0)", "rgba(240,130,30,0.5)", "rgba(232,89,12,0.9)", "rgba(190,30,20,1)");

  /** A factor of 8 is the end of the scale. */
  private static final double OCTAVES = 3;

  private static final double STRONG = 1.7;

  private HeatMap() {}

  /**
   * Ratios, coloured by their logarithm: blue below 1, orange above.
   *
   * @param ratios one list a row, one number a column
   */
  public static Chart ratios(
      String title,
      String note,
      List<String> columns,
      List<String> rows,
      List<List<Double>> ratios) {
    List<Object> data = new ArrayList<>();
    for (int y = 0; y < rows.size(); y++) {
      for (int x = 0; x < columns.size(); x++) {
        double ratio = ratios.get(y).get(x);
        double shade = octaves(ratio);
        List<Object> value =
            List.of(columns.get(x), rows.get(y), shade, Axes.digits(ratio, ratio < 1 ? 2 : 3));
        // On the strong ends of the scale only white can be read, whatever the page's ground.
        data.add(
            Math.abs(shade) > STRONG
                ? Map.of("value", value, "label", Map.of("color", "#fff"))
                : value);
      }
    }
    Map<String, Object> options = Axes.options(Map.of("top", 4, "bottom", 56));
    Map<String, Object> top = Axes.categories(columns);
    top.put("position", "top");
    top.put("axisLabel", Map.of("rotate", -28, "interval", 0, "fontSize", 11));
    Map<String, Object> left = Axes.categories(rows);
    left.put("inverse", true);
    left.put("axisLabel", Map.of("interval", 0, "fontSize", 11));
    options.put("xAxis", top);
    options.put("yAxis", left);
    options.put("visualMap", scale(-OCTAVES, OCTAVES, BETTER_TO_WORSE, "8 × worse", "8 × better"));
    options.put("tooltip", Map.of("confine", true));
    options.put(
        "series",
        List.of(series(
            data,
            List.of("scenario", "policy", "octaves", "ratio"),
            3,
            Map.of("show", true, "formatter", "{@[3]}", "fontSize", 11))));
    return new Chart(title, note, true, 120 + 24 * rows.size(), 200 + 56 * columns.size(), options);
  }

  /**
   * Something of every endpoint over time.
   *
   * @param seconds one a column
   * @param endpoints one a row
   * @param values one list a row, one number a column
   * @param relative whether values are relative to 1 and coloured by their logarithm, or count from 0
   */
  public static Chart overTime(
      String title,
      String note,
      String what,
      List<Double> seconds,
      List<Integer> endpoints,
      List<List<Double>> values,
      boolean relative) {
    List<String> times =
        seconds.stream().map(s -> String.format(Locale.ROOT, "%.0f s", s)).toList();
    List<String> names = endpoints.stream().map(e -> "e" + e).toList();
    return drawn(title, note, what, times, names, values, relative);
  }

  /**
   * Something of every endpoint over time, relative to 1 and coloured by its logarithm.
   *
   * @param times one a column, all different
   * @param names one a row
   * @param values one list a row, one number a column
   */
  public static Chart overTime(
      String title,
      String note,
      String what,
      List<String> times,
      List<String> names,
      List<List<Double>> values) {
    return drawn(title, note, what, times, names, values, true);
  }

  private static Chart drawn(
      String title,
      String note,
      String what,
      List<String> times,
      List<String> names,
      List<List<Double>> values,
      boolean relative) {
    List<Object> data = new ArrayList<>();
    double most = 1;
    for (int y = 0; y < names.size(); y++) {
      for (int x = 0; x < times.size(); x++) {
        double value = values.get(y).get(x);
        most = Math.max(most, value);
        double shade = relative ? octaves(value) : value;
        data.add(List.of(times.get(x), names.get(y), shade, Axes.digits(value, 3)));
      }
    }
    Map<String, Object> options = Axes.options(Map.of("top", 8, "bottom", 40));
    Map<String, Object> time = Axes.categories(times);
    time.put("axisLabel", Map.of("hideOverlap", true));
    Map<String, Object> left = Axes.categories(names);
    left.put("inverse", true);
    left.put("axisLabel", Map.of("fontSize", 10));
    options.put("xAxis", time);
    options.put("yAxis", left);
    options.put(
        "visualMap",
        relative
            ? scale(-OCTAVES, OCTAVES, BETTER_TO_WORSE.reversed(), "8 × the mean", "⅛ of the mean")
            : scale(0, most, LITTLE_TO_MUCH, String.format(Locale.ROOT, "%.0f", most), "0"));
    options.put("tooltip", Map.of("confine", true));
    Map<String, Object> series =
        series(data, List.of("time", "endpoint", "shade", what), 3, Map.of("show", false));
    series.put("progressive", 0);
    options.put("series", List.of(series));
    int height = 110 + (int) Math.clamp(13.0 * names.size(), 120, 560);
    return new Chart(title, note, false, height, 420, options);
  }

  private static Map<String, Object> series(
      List<Object> data, List<String> dimensions, int shown, Map<String, Object> label) {
    return new HashMap<>(Map.of(
        "type", "heatmap",
        "data", data,
        "dimensions", dimensions,
        "encode", Map.of("x", 0, "y", 1, "value", 2, "tooltip", List.of(1, shown)),
        "label", label));
  }

  private static Map<String, Object> scale(
      double min, double max, List<String> colours, String high, String low) {
    Map<String, Object> scale =
        new HashMap<>(Map.of("itemHeight", 220, "itemWidth", 12, "inactiveColor", "rgba(0,0,0,0)"));
    scale.putAll(Map.of(
        "min",
        min,
        "max",
        max,
        "dimension",
        2,
        "calculable",
        false,
        "hoverLink",
        false,
        "orient",
        "horizontal",
        "left",
        "center",
        "bottom",
        0,
        "text",
        List.of(high, low),
        "inRange",
        Map.of("color", colours)));
    return scale;
  }

  private static double octaves(double ratio) {
    double log = StrictMath.log(Math.max(ratio, 1e-9)) / StrictMath.log(2);
    return Axes.digits(Math.clamp(log, -OCTAVES, OCTAVES), 3);
  }
}
