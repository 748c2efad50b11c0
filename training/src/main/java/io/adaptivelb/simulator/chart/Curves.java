package io.adaptivelb.simulator.chart;

import io.adaptivelb.simulator.page.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A line a policy. */
public final class Curves {
  private Curves() {}

  /**
   * Latencies over quantiles, on a logarithmic scale.
   *
   * @param quantiles their names
   * @param policies one a line
   * @param millis one list a policy, one number a quantile
   */
  public static Chart quantiles(
      String title,
      String note,
      List<String> quantiles,
      List<String> policies,
      List<List<Double>> millis,
      Palette palette) {
    List<Object> series = new ArrayList<>();
    for (int i = 0; i < policies.size(); i++) {
      String policy = policies.get(i);
      series.add(Map.of(
          "type", "line",
          "name", policy,
          "data", millis.get(i).stream().map(v -> Axes.digits(v, 3)).toList(),
          "symbolSize", 7,
          "lineStyle", Map.of("width", 2.2, "color", palette.of(policy)),
          "itemStyle", Map.of("color", palette.of(policy)),
          "emphasis", Map.of("focus", "series")));
    }
    Map<String, Object> options = Axes.options(Map.of("top", 64, "bottom", 16, "right", 40));
    Map<String, Object> x = Axes.categories(quantiles);
    x.put("boundaryGap", false);
    double least = millis.stream()
        .flatMap(List::stream)
        .mapToDouble(v -> v)
        .filter(v -> v > 0)
        .min()
        .orElse(1);
    Map<String, Object> y = Axes.logarithmic("ms", least);
    options.put("xAxis", x);
    options.put("yAxis", y);
    options.put("tooltip", Map.of("trigger", "axis"));
    options.put("legend", Map.of("type", "scroll", "top", 0));
    options.put("series", series);
    return new Chart(title, note, true, 420, 420, options);
  }
}
