package io.adaptivelb.simulator.chart;

import io.adaptivelb.simulator.chart.Bars.Bar;
import io.adaptivelb.simulator.page.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Values with their intervals, one below the other, around a line that they are compared with: a bar would have to begin at 0, and then ratios
 * of about 1 look all the same.
 */
public final class Intervals {
  private static final int TALL = 20;

  private Intervals() {}

  /**
   * A plot.
   *
   * @param axis what values mean
   * @param rows one a value, its number written behind it
   * @param lines to compare with
   * @param colour of the values
   */
  public static Chart of(
      String title, String note, String axis, List<Bar> rows, List<Double> lines, String colour) {
    List<Object> values = new ArrayList<>();
    List<Object> lows = new ArrayList<>();
    List<Object> highs = new ArrayList<>();
    List<Object> marks = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Bar row = rows.get(i);
      values.add(List.of(digits(row.value()), i));
      lows.add(List.of(digits(row.low()), i));
      highs.add(List.of(digits(row.high()), i, text(row.value())));
      if (row.low() < row.high()) {
        marks.add(Axes.interval(row.low(), row.high(), i));
      }
    }
    for (double line : lines) {
      marks.add(Axes.limit(line));
      lows.add(List.of(line, 0));
    }
    Map<String, Object> options = Axes.options(Map.of("right", 56, "top", 16, "bottom", 32));
    options.put(
        "xAxis",
        Map.of(
            "type", "value", "scale", true, "name", axis, "nameLocation", "middle", "nameGap", 28));
    options.put(
        "yAxis",
        Map.of(
            "type",
            "category",
            "inverse",
            true,
            "data",
            rows.stream().map(Bar::name).toList(),
            "axisTick",
            Map.of("show", false),
            "splitLine",
            Map.of("show", true, "lineStyle", Map.of("opacity", 0.35)),
            "axisLabel",
            Map.of("interval", 0, "fontSize", 11)));
    options.put("tooltip", Map.of("trigger", "item", "confine", true));
    options.put(
        "series",
        List.of(
            Axes.unseen(lows, false, 9),
            Axes.unseen(highs, true, 9),
            Map.of(
                "type",
                "scatter",
                "data",
                values,
                "symbolSize",
                9,
                "itemStyle",
                Map.of("color", colour, "opacity", 1),
                "markLine",
                Axes.marks(
                    marks,
                    Map.of("type", "solid", "width", 2.5, "color", colour, "opacity", 0.55)))));
    // What is much higher than others would leave holes beside them.
    boolean wide = rows.size() > TALL;
    return new Chart(title, note, wide, 80 + 21 * rows.size(), 300, options);
  }

  /** As many digits as anybody reads. */
  private static String text(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
  }

  private static double digits(double value) {
    return Axes.digits(value, 4);
  }
}
