package io.adaptivelb.training;

import io.adaptivelb.evaluation.Reliability;
import io.adaptivelb.heads.FeatureDrift;
import io.adaptivelb.heads.HeadFigures;
import io.adaptivelb.heads.LoadCurve;
import io.adaptivelb.simulator.page.Chart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The plots of a training's page, in the words of Apache ECharts. */
final class TrainingPlots {
  private static final String OURS = "#2f6fe4";
  private static final String PLAIN = "#868e96";
  private static final String OTHER = "#f2a71b";
  private static final String THIRD = "#2b9348";
  private static final Map<String, String> COLOURS = Map.of(
      "0",
      "#c0c7ce",
      "level",
      "#c0c7ce",
      "constant",
      PLAIN,
      "before",
      PLAIN,
      "persistence",
      "#b98a5e",
      "EWMA(10)",
      OTHER);
  private static final int NAMES = 15;
  private static final int CLUSTERS = 30;

  private TrainingPlots() {}

  /** The colour of what needs no model, the same in every plot. */
  static String colour(String baseline) {
    return COLOURS.getOrDefault(baseline, PLAIN);
  }

  /** Errors of the heads and of what needs no model, as shares of the error of 0. */
  static Chart errors(List<HeadFigures> heads) {
    Map<String, ToDoubleFunction<HeadFigures>> errors = new LinkedHashMap<>();
    errors.put("constant", HeadFigures::errorOfConstant);
    errors.put("persistence", HeadFigures::errorOfPersistence);
    errors.put("EWMA(10)", HeadFigures::errorOfEwma);
    errors.put("model", HeadFigures::error);
    return grouped(
        "Error by head",
        "mean square on held-out examples, over that of always saying 0; below 1 is better.",
        "× error of 0",
        heads.stream().map(head -> head.target().label()).toList(),
        errors.keySet().stream().toList(),
        errors.values().stream()
            .map(error -> heads.stream()
                .map(head -> rounded(error.applyAsDouble(head) / head.errorOfZero()))
                .toList())
            .toList());
  }

  /** How many requests the quantiles cover, beside how many they should. */
  static Chart coverage(List<HeadFigures> latencies) {
    return grouped(
        "Coverage",
        "share of the requests of a tick that are not slower than predicted; the model's bar should be as high as the level; before: as it was before calibration.",
        "share of requests",
        latencies.stream().map(head -> head.target().label()).toList(),
        List.of("level", "before", "model"),
        List.of(
            quantiles(latencies, HeadFigures.QuantileFigures::level),
            quantiles(latencies, HeadFigures.QuantileFigures::coverageBefore),
            quantiles(latencies, HeadFigures.QuantileFigures::coverage)));
  }

  /** Pinball losses over requests. */
  static Chart pinball(List<HeadFigures> latencies) {
    return grouped(
        "Pinball loss",
        "mean over requests, of logarithms; lower is better.",
        "",
        latencies.stream().map(head -> head.target().label()).toList(),
        List.of("0", "constant", "persistence", "EWMA(10)", "model"),
        List.of(
            quantiles(latencies, HeadFigures.QuantileFigures::pinballOfZero),
            quantiles(latencies, HeadFigures.QuantileFigures::pinballOfConstant),
            quantiles(latencies, HeadFigures.QuantileFigures::pinballOfPersistence),
            quantiles(latencies, HeadFigures.QuantileFigures::pinballOfEwma),
            quantiles(latencies, HeadFigures.QuantileFigures::pinball)));
  }

  private static List<Double> quantiles(
      List<HeadFigures> heads, ToDoubleFunction<HeadFigures.QuantileFigures> figure) {
    return heads.stream()
        .flatMap(head -> head.quantile().stream())
        .map(quantile -> rounded(figure.applyAsDouble(quantile)))
        .toList();
  }

  /** Which features decide. */
  static Chart importance(HeadFigures head) {
    List<HeadFigures.ImportantFeature> features =
        head.importance().stream().limit(NAMES).toList();
    return EvaluationPlots.bars(
        "What decides: " + head.target().label(),
        "share of what all splits gained.",
        features.stream().map(HeadFigures.ImportantFeature::feature).toList(),
        features.stream().map(feature -> rounded(feature.share())).toList());
  }

  /** Which features changed. */
  static Chart psi(List<FeatureDrift> drifts) {
    return EvaluationPlots.bars(
        "Drift of features",
        "population stability index.",
        drifts.stream().map(FeatureDrift::feature).toList(),
        drifts.stream().map(drift -> rounded(drift.psi())).toList());
  }

  /** Gain in each cluster. */
  static Chart clusters(HeadFigures head) {
    List<HeadFigures.ClusterFigures> clusters =
        head.clusters().stream().limit(CLUSTERS).toList();
    return EvaluationPlots.bars(
        "By cluster: " + head.target().label(),
        "% of the reference's error that is taken away; the clusters with the most examples.",
        clusters.stream().map(HeadFigures.ClusterFigures::cluster).toList(),
        clusters.stream().map(cluster -> rounded(100 * cluster.gain())).toList());
  }

  /** Residuals over time: what drifts leaves 0. */
  static Chart drift(HeadFigures head) {
    Map<String, ToDoubleFunction<HeadFigures.Residual>> lines = new LinkedHashMap<>();
    lines.put("mean residual", HeadFigures.Residual::mean);
    lines.put("error", HeadFigures.Residual::error);
    lines.put("error of 0", HeadFigures.Residual::errorOfZero);
    List<String> colours = List.of(OURS, OTHER, PLAIN);
    List<Object> series = new ArrayList<>();
    lines.forEach((name, value) -> series.add(line(
        name,
        colours.get(series.size()),
        head.residuals().stream()
            .<Object>map(
                stretch -> List.of(rounded(stretch.at()), rounded(value.applyAsDouble(stretch))))
            .toList())));
    return lines(
        "Drift: " + head.target().label(),
        "held-out residuals over the time of the data (0 its beginning, 1 its end).",
        "time",
        "",
        series);
  }

  /** Predicted probabilities against what came true. */
  static Chart calibration(Reliability reliability) {
    List<Object> points = new ArrayList<>();
    for (Reliability.Bin bin : reliability.bins()) {
      points.add(List.of(rounded(bin.predicted()), rounded(bin.observed())));
    }
    return lines(
        "Calibration of failure",
        "one point a bin of predicted probability; on the grey line probabilities mean what they say.",
        "predicted",
        "came true",
        List.of(
            line("model", OURS, points),
            line("ideal", PLAIN, List.of(List.of(0, 0), List.of(1, 1)))));
  }

  /** What heads say of more load. */
  static Chart load(String title, String note, List<LoadCurve> curves) {
    List<String> colours = List.of(OURS, OTHER, THIRD);
    List<Object> series = new ArrayList<>();
    for (LoadCurve curve : curves) {
      series.add(line(
          curve.target().label(),
          colours.get(series.size() % colours.size()),
          curve.points().stream()
              .<Object>map(point -> List.of(rounded(point.load()), rounded(point.prediction())))
              .toList()));
    }
    return lines(title, note, curves.getFirst().feature(), "", series);
  }

  static Map<String, Object> line(String name, String colour, List<Object> points) {
    return Map.of(
        "type",
        "line",
        "name",
        name,
        "data",
        points,
        "symbolSize",
        5,
        "lineStyle",
        Map.of("width", 2, "color", colour),
        "itemStyle",
        Map.of("color", colour));
  }

  static Chart lines(String title, String note, String x, String y, List<Object> series) {
    Map<String, Object> options = EvaluationPlots.options();
    options.put("xAxis", axis(x));
    options.put("yAxis", axis(y));
    options.put("legend", Map.of("top", 0));
    options.put("tooltip", Map.of("trigger", "item", "confine", true));
    options.put("series", series);
    return new Chart(title, note, false, 340, 300, options);
  }

  private static Chart grouped(
      String title,
      String note,
      String axis,
      List<String> groups,
      List<String> names,
      List<List<Double>> values) {
    return grouped(
        title,
        note,
        axis,
        groups,
        names,
        values,
        names.stream().map(name -> COLOURS.getOrDefault(name, OURS)).toList());
  }

  /** Bars side by side: one list of values and one colour a name, one value a group; no bar where it is NaN. */
  static Chart grouped(
      String title,
      String note,
      String axis,
      List<String> groups,
      List<String> names,
      List<List<Double>> values,
      List<String> colours) {
    List<Object> series = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      series.add(Map.of(
          "type",
          "bar",
          "name",
          names.get(i),
          "data",
          values.get(i).stream()
              .<Object>map(value -> value.isNaN() ? "-" : value)
              .toList(),
          "barMaxWidth",
          18,
          "itemStyle",
          Map.of("color", colours.get(i))));
    }
    Map<String, Object> options = EvaluationPlots.options();
    options.put("legend", Map.of("top", 0));
    options.put("tooltip", Map.of("trigger", "axis", "axisPointer", Map.of("type", "shadow")));
    options.put(
        "xAxis",
        Map.of(
            "type",
            "category",
            "data",
            groups,
            "axisLabel",
            Map.of("interval", 0, "fontSize", 11)));
    options.put("yAxis", Map.of("type", "value", "name", axis));
    options.put("series", series);
    return new Chart(title, note, true, 340, 560, options);
  }

  private static Map<String, Object> axis(String name) {
    return Map.of(
        "type", "value", "scale", true, "name", name, "nameLocation", "middle", "nameGap", 32);
  }

  /** Four digits behind the point: pages stay small; what is no number is drawn as 0. */
  static double rounded(double value) {
    return Double.isFinite(value) ? Math.rint(value * 1e4) / 1e4 : 0;
  }
}
