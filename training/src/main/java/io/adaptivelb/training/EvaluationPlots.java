package io.adaptivelb.training;

import io.adaptivelb.degradation.DegradationFigures;
import io.adaptivelb.evaluation.Reliability;
import io.adaptivelb.evaluation.Roc;
import io.adaptivelb.forecast.ForecastFigures;
import io.adaptivelb.simulator.page.Chart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The plots of an evaluation's page, in the words of Apache ECharts. */
final class EvaluationPlots {
  private static final String OURS = "#2f6fe4";
  private static final String PLAIN = "#868e96";
  private static final String OTHER = "#f2a71b";
  private static final String LINEAR = "#2b8a3e";
  private static final int NAMES = 30;

  private EvaluationPlots() {}

  /** Errors by target, as shares of the better baseline's, so that targets of all units stand side by side. */
  static Chart errors(List<ForecastFigures> split) {
    Map<String, ToDoubleFunction<ForecastFigures>> errors = new LinkedHashMap<>();
    errors.put("persistence", ForecastFigures::persistence);
    errors.put("EWMA(10)", ForecastFigures::ewma10);
    errors.put("linear", figures -> figures.linear().error());
    errors.put("served", ForecastFigures::model);
    Map<String, String> colours =
        Map.of("persistence", PLAIN, "EWMA(10)", OTHER, "linear", LINEAR, "served", OURS);
    List<Object> series = new ArrayList<>();
    errors.forEach((name, error) -> series.add(Map.of(
        "type",
        "bar",
        "name",
        name,
        "itemStyle",
        Map.of("color", colours.getOrDefault(name, PLAIN)),
        "data",
        split.stream().map(f -> rounded(error.applyAsDouble(f) / better(f))).toList())));
    Map<String, Object> options = options();
    options.put("legend", Map.of("top", 0));
    options.put("tooltip", Map.of("trigger", "axis", "axisPointer", Map.of("type", "shadow")));
    options.put(
        "xAxis",
        Map.of(
            "type", "category",
            "data", split.stream().map(f -> name(f.target())).toList(),
            "axisLabel", Map.of("interval", 0, "fontSize", 11)));
    options.put("yAxis", Map.of("type", "value", "name", "× better baseline"));
    options.put("series", series);
    return new Chart(
        "Error by target",
        "mean absolute, as a share of the better baseline's; below 1 is better.",
        true,
        360,
        640,
        options);
  }

  /** Which columns the trees of a target split by. */
  static Chart importance(ForecastFigures figures) {
    return bars(
        "What decides: " + name(figures.target()),
        "share of what all splits gained.",
        figures.importance().stream().map(ForecastFigures.Importance::column).toList(),
        figures.importance().stream().map(i -> rounded(i.share())).toList());
  }

  /** Which columns the trees split by. */
  static Chart importance(DegradationFigures figures) {
    return bars(
        "What decides",
        "share of what all splits gained.",
        figures.importance().stream().map(DegradationFigures.Importance::column).toList(),
        figures.importance().stream().map(i -> rounded(i.share())).toList());
  }

  /** By how much each service's forecasts are better than its better baseline's. */
  static Chart services(ForecastFigures figures) {
    List<ForecastFigures.ServiceFigures> services = figures.services().stream()
        .filter(service -> Math.min(service.persistence(), service.ewma10()) > 0)
        .sorted(Comparator.comparingDouble(EvaluationPlots::gain).reversed())
        .limit(NAMES)
        .toList();
    return bars(
        "By service: " + name(figures.target()),
        "%% better than the service's better baseline, at most %d services.".formatted(NAMES),
        services.stream().map(ForecastFigures.ServiceFigures::service).toList(),
        services.stream().map(service -> rounded(100 * gain(service))).toList());
  }

  private static double gain(ForecastFigures.ServiceFigures service) {
    return 1 - service.model() / Math.min(service.persistence(), service.ewma10());
  }

  /** The receiver operating characteristic. */
  static Chart roc(DegradationFigures figures) {
    List<Object> points = new ArrayList<>();
    for (Roc.Point point : figures.roc()) {
      points.add(List.of(rounded(point.falsePositives()), rounded(point.truePositives())));
    }
    return square(
        "ROC",
        String.format(Locale.ROOT, "AUC %.3f; the dashed line is chance.", figures.auc()),
        "healthy minutes called degraded",
        "degraded minutes found",
        Map.of(
            "type",
            "line",
            "showSymbol",
            false,
            "data",
            points,
            "lineStyle",
            Map.of("width", 2.5, "color", OURS)));
  }

  /** Predicted probabilities against what came true. */
  static Chart calibration(DegradationFigures figures) {
    List<Object> points = new ArrayList<>();
    for (Reliability.Bin bin : figures.reliability().bins()) {
      points.add(List.of(rounded(bin.predicted()), rounded(bin.observed()), bin.rows()));
    }
    return square(
        "Calibration",
        "one point a bin of predicted probability; on the dashed line probabilities mean what they say.",
        "predicted",
        "came true",
        Map.of(
            "type",
            "line",
            "data",
            points,
            "symbolSize",
            9,
            "lineStyle",
            Map.of("width", 1.5, "color", OURS),
            "itemStyle",
            Map.of("color", OURS)));
  }

  private static Chart square(
      String title, String note, String x, String y, Map<String, Object> curve) {
    Map<String, Object> options = options();
    options.put("xAxis", unit(x));
    options.put("yAxis", unit(y));
    options.put("tooltip", Map.of("trigger", "item"));
    options.put(
        "series",
        List.of(
            curve,
            Map.of(
                "type",
                "line",
                "silent",
                true,
                "showSymbol",
                false,
                "data",
                List.of(List.of(0, 0), List.of(1, 1)),
                "lineStyle",
                Map.of("type", "dashed", "width", 1, "color", PLAIN))));
    return new Chart(title, note, false, 380, 300, options);
  }

  private static Map<String, Object> unit(String name) {
    return Map.of(
        "type", "value", "min", 0, "max", 1, "name", name, "nameLocation", "middle", "nameGap", 32);
  }

  static Chart bars(String title, String note, List<String> names, List<Double> values) {
    Map<String, Object> options = options();
    options.put("xAxis", Map.of("type", "value"));
    options.put(
        "yAxis",
        Map.of(
            "type",
            "category",
            "inverse",
            true,
            "data",
            names,
            "axisLabel",
            Map.of("interval", 0, "fontSize", 11)));
    options.put("tooltip", Map.of("trigger", "item"));
    options.put(
        "series",
        List.of(Map.of(
            "type", "bar", "data", values, "barMaxWidth", 12, "itemStyle", Map.of("color", OURS))));
    return new Chart(title, note, false, 90 + 20 * names.size(), 300, options);
  }

  static Map<String, Object> options() {
    Map<String, Object> options = new HashMap<>();
    options.put(
        "grid", Map.of("containLabel", true, "left", 24, "right", 32, "top", 40, "bottom", 40));
    options.put("aria", Map.of("enabled", true));
    options.put("animation", false);
    return options;
  }

  static String name(Enum<?> target) {
    return target.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static double better(ForecastFigures figures) {
    return Math.min(figures.persistence(), figures.ewma10());
  }

  /** Four digits behind the point: pages stay small; what is no number is drawn as 0. */
  private static double rounded(double value) {
    return Double.isFinite(value) ? Math.rint(value * 1e4) / 1e4 : 0;
  }
}
