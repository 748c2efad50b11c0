package io.adaptivelb.simulator.chart;

import io.adaptivelb.simulator.page.Chart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bars: one a policy, with an interval; several a group; stacked. */
public final class Bars {
  private Bars() {}

  /**
   * A bar.
   *
   * @param name of what it is
   * @param value its length
   * @param low the lower end of its interval; the value when there is none
   * @param high the upper end
   */
  public record Bar(String name, double value, double low, double high) {
    /** One without an interval. */
    public static Bar of(String name, double value) {
      return new Bar(name, value, value, value);
    }
  }

  /**
   * Horizontal bars, one below the other.
   *
   * @param axis what lengths mean
   * @param limits vertical lines to compare with; may be empty
   */
  public static Chart horizontal(
      String title,
      String note,
      String axis,
      List<Bar> bars,
      List<Double> limits,
      Palette palette) {
    List<Object> data = new ArrayList<>();
    List<Object> lines = new ArrayList<>();
    List<Object> labels = new ArrayList<>();
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      data.add(Map.of(
          "value",
          Axes.digits(bar.value(), 3),
          "itemStyle",
          Map.of("color", palette.of(bar.name()))));
      labels.add(List.of(Axes.digits(bar.high(), 4), bar.name(), Axes.digits(bar.value(), 3)));
      if (bar.low() < bar.high()) {
        lines.add(Axes.interval(bar.low(), bar.high(), i));
      }
    }
    limits.forEach(limit -> lines.add(Axes.limit(limit)));
    Map<String, Object> options = Axes.options(Map.of("top", 24, "bottom", 32, "right", 68));
    Map<String, Object> left = names(bars.stream().map(Bar::name).toList());
    options.put("xAxis", Axes.values("value", axis));
    options.put("yAxis", left);
    options.put("tooltip", Map.of("trigger", "item", "confine", true));
    options.put(
        "series",
        List.of(
            // Numbers stand right of the interval, not in it.
            Axes.unseen(labels, true, 6),
            Map.of(
                "type",
                "bar",
                "data",
                data,
                "barMaxWidth",
                14,
                "markLine",
                Axes.marks(
                    lines,
                    Map.of("type", "solid", "width", 3, "color", "rgba(128,136,146,0.95)")))));
    return new Chart(title, note, false, 80 + 23 * bars.size(), 420, options);
  }

  /**
   * Groups of bars on a logarithmic scale.
   *
   * @param values one list a series, one number a group
   * @param shown series that are shown at first; the others are a click away
   */
  public static Chart grouped(
      String title,
      String note,
      String axis,
      List<String> groups,
      List<String> series,
      List<List<Double>> values,
      List<String> shown,
      Palette palette) {
    List<Object> all = new ArrayList<>();
    Map<String, Boolean> selected = new HashMap<>();
    double least = Double.POSITIVE_INFINITY;
    for (int s = 0; s < series.size(); s++) {
      selected.put(series.get(s), shown.contains(series.get(s)));
      least = Math.min(least, values.get(s).stream().mapToDouble(v -> v).min().orElse(1));
      all.add(Map.of(
          "type",
          "bar",
          "name",
          series.get(s),
          "data",
          values.get(s).stream().map(v -> Axes.digits(v, 3)).toList(),
          "barMaxWidth",
          16,
          "barGap",
          "10%",
          "itemStyle",
          Map.of("color", palette.of(series.get(s)))));
    }
    Map<String, Object> options = Axes.options(Map.of("top", 64, "bottom", 24));
    Map<String, Object> y = Axes.logarithmic(axis, least);
    Map<String, Object> x = Axes.categories(groups);
    x.put("axisLabel", Map.of("interval", 0, "rotate", groups.size() > 6 ? 28 : 0, "fontSize", 11));
    options.put("xAxis", x);
    options.put("yAxis", y);
    options.put(
        "tooltip",
        Map.of("confine", true, "trigger", "axis", "axisPointer", Map.of("type", "shadow")));
    options.put("legend", Map.of("type", "scroll", "top", 0, "selected", selected));
    options.put("series", all);
    return new Chart(title, note, true, 440, 140 + 90 * groups.size(), options);
  }

  /**
   * Horizontal bars of parts.
   *
   * @param parts their names and colours, in the order of the bar
   * @param counts one list a row, one number a part
   */
  public static Chart stacked(
      String title,
      String note,
      List<String> rows,
      List<String> parts,
      List<String> colours,
      List<List<Integer>> counts) {
    List<Object> series = new ArrayList<>();
    for (int p = 0; p < parts.size(); p++) {
      int part = p;
      series.add(Map.of(
          "type",
          "bar",
          "stack",
          "all",
          "name",
          parts.get(p),
          "barMaxWidth",
          14,
          "itemStyle",
          Map.of("color", colours.get(p)),
          "data",
          counts.stream().map(row -> row.get(part)).toList()));
    }
    Map<String, Object> options = Axes.options(Map.of("top", 32, "bottom", 32));
    options.put("xAxis", Axes.values("value", "scenarios"));
    options.put("yAxis", names(rows));
    options.put(
        "tooltip",
        Map.of("confine", true, "trigger", "axis", "axisPointer", Map.of("type", "shadow")));
    options.put("legend", Map.of("top", 0));
    options.put("series", series);
    return new Chart(title, note, false, 80 + 23 * rows.size(), 420, options);
  }

  private static Map<String, Object> names(List<String> names) {
    Map<String, Object> left = Axes.categories(names);
    left.put("inverse", true);
    left.put("axisLabel", Map.of("interval", 0, "fontSize", 11));
    return left;
  }
}
