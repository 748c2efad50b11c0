package io.adaptivelb.training;

import static io.adaptivelb.training.TrainingPlots.rounded;

import io.adaptivelb.heads.HeadFigures;
import io.adaptivelb.heads.HeadFigures.ClusterFigures;
import io.adaptivelb.heads.HeadFigures.QuantileFigures;
import io.adaptivelb.heads.LoadCurve;
import io.adaptivelb.heads.RangeDrift;
import io.adaptivelb.heads.TargetComparison;
import io.adaptivelb.heads.TargetComparison.Difference;
import io.adaptivelb.heads.TargetComparison.Entry;
import io.adaptivelb.simulator.chart.Bars;
import io.adaptivelb.simulator.chart.Bars.Bar;
import io.adaptivelb.simulator.chart.Intervals;
import io.adaptivelb.simulator.chart.Palette;
import io.adaptivelb.simulator.page.Chart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The plots of a comparison's page, in the words of Apache ECharts. A version has the same colour in all of them. */
final class ComparisonPlots {
  /** As many as there may be versions; readable on white and on near black. */
  private static final List<String> COLOURS = List.of(
      "#2f6fe4", "#e8590c", "#2b9348", "#7c5cf5", "#22b8e6", "#d6336c", "#80b918", "#0e8fa8",
      "#c92a2a");

  /** A baseline that is more than twice as bad as the best one would make all other bars small. */
  private static final double HIGHEST = 2;

  /** Three of them side by side. */
  private static final int NARROW = 300;

  private static final int CLUSTERS = 20;
  private static final int FEATURES = 15;

  private final List<String> versions;

  /** Plots of these versions. */
  ComparisonPlots(List<String> versions) {
    this.versions = List.copyOf(versions);
  }

  private String colour(String version) {
    return COLOURS.get(Math.max(0, versions.indexOf(version)) % COLOURS.size());
  }

  /** Errors of versions and baselines by head, as shares of the best baseline's. */
  Chart errors(List<TargetComparison> targets) {
    Map<String, ToDoubleFunction<HeadFigures>> baselines = new LinkedHashMap<>();
    baselines.put("0", HeadFigures::errorOfZero);
    baselines.put("constant", HeadFigures::errorOfConstant);
    baselines.put("persistence", HeadFigures::errorOfPersistence);
    baselines.put("EWMA(10)", HeadFigures::errorOfEwma);
    Map<String, List<Double>> bars = new LinkedHashMap<>();
    baselines.forEach((name, error) -> bars.put(
        name,
        targets.stream()
            .map(target -> target.heads().getFirst().figures())
            .map(figures -> share(error.applyAsDouble(figures), figures))
            .toList()));
    for (String version : versions) {
      bars.put(
          version, each(targets, version, figures -> Optional.of(share(figures.error(), figures))));
    }
    Chart chart = grouped(
        "Error by head",
        "mean square (failure: Brier score) over that of the best baseline; below 1 is better. Bars end at 2.",
        "× best baseline",
        labels(targets),
        bars);
    Map<String, Object> options = new HashMap<>(chart.options());
    options.put("yAxis", Map.of("type", "value", "name", "× best baseline", "max", HIGHEST));
    return new Chart(
        chart.title(), chart.note(), chart.wide(), chart.height(), chart.width(), options);
  }

  private static double share(double error, HeadFigures figures) {
    double best = Math.min(
        Math.min(figures.errorOfZero(), figures.errorOfConstant()),
        Math.min(figures.errorOfPersistence(), figures.errorOfEwma()));
    return rounded(error / best);
  }

  /** How many requests the quantiles cover, beside how many they should. */
  Chart coverage(List<TargetComparison> latencies) {
    Map<String, List<Double>> bars = new LinkedHashMap<>();
    bars.put(
        "level",
        latencies.stream()
            .map(target ->
                target.heads().getFirst().figures().quantile().orElseThrow().level())
            .toList());
    versions.forEach(
        version -> bars.put(version, quantiles(latencies, version, QuantileFigures::coverage)));
    return grouped(
        "Coverage",
        "share of the requests of a tick that are not slower than predicted; each version's bar should be as high as the level.",
        "share of requests",
        labels(latencies),
        bars);
  }

  /** Pinball losses over requests. */
  Chart pinball(List<TargetComparison> latencies) {
    Map<String, ToDoubleFunction<QuantileFigures>> baselines = new LinkedHashMap<>();
    baselines.put("0", QuantileFigures::pinballOfZero);
    baselines.put("constant", QuantileFigures::pinballOfConstant);
    baselines.put("persistence", QuantileFigures::pinballOfPersistence);
    baselines.put("EWMA(10)", QuantileFigures::pinballOfEwma);
    Map<String, List<Double>> bars = new LinkedHashMap<>();
    baselines.forEach((name, figure) -> bars.put(
        name,
        latencies.stream()
            .map(target -> target.heads().getFirst().figures().quantile().orElseThrow())
            .map(figures -> rounded(figure.applyAsDouble(figures)))
            .toList()));
    versions.forEach(
        version -> bars.put(version, quantiles(latencies, version, QuantileFigures::pinball)));
    return grouped(
        "Pinball loss",
        "mean over requests, of logarithms; lower is better.",
        "",
        labels(latencies),
        bars);
  }

  private static List<Double> quantiles(
      List<TargetComparison> latencies, String version, ToDoubleFunction<QuantileFigures> figure) {
    return each(
        latencies,
        version,
        figures -> figures.quantile().map(it -> rounded(figure.applyAsDouble(it))));
  }

  /** A figure of a head; empty where it does not have it. */
  private interface Figure {
    Optional<Double> of(HeadFigures figures);
  }

  /** One value a target; NaN where the version has no such head. */
  private static List<Double> each(List<TargetComparison> targets, String version, Figure figure) {
    return targets.stream()
        .map(target -> target.heads().stream()
            .filter(entry -> entry.version().equals(version))
            .findFirst()
            .flatMap(entry -> figure.of(entry.figures()))
            .orElse(Double.NaN))
        .toList();
  }

  private static List<String> labels(List<TargetComparison> targets) {
    return targets.stream().map(target -> target.target().label()).toList();
  }

  private Chart grouped(
      String title, String note, String axis, List<String> groups, Map<String, List<Double>> bars) {
    return TrainingPlots.grouped(
        title,
        note,
        axis,
        groups,
        List.copyOf(bars.keySet()),
        List.copyOf(bars.values()),
        bars.keySet().stream()
            .map(name -> versions.contains(name) ? colour(name) : TrainingPlots.colour(name))
            .toList());
  }

  /** How far one version is ahead of another, by head. */
  Chart differences(String version, String against, List<TargetComparison> targets) {
    List<Bar> bars = new ArrayList<>();
    for (TargetComparison target : targets) {
      for (Difference difference : target.differences()) {
        if (difference.version().equals(version) && difference.against().equals(against)) {
          bars.add(new Bar(
              target.target().label(),
              100 * difference.gain(),
              100 * (target.isTold() ? difference.interval().low() : difference.gain()),
              100 * (target.isTold() ? difference.interval().high() : difference.gain())));
        }
      }
    }
    return Intervals.of(
        "%s against %s".formatted(version, against),
        "less error with its 95 % interval; right of 0 the former is better.",
        "%",
        bars,
        List.of(0.0),
        colour(version));
  }

  /** Gain in each cluster. */
  Chart clusters(TargetComparison target, Entry entry) {
    List<Bar> bars = new ArrayList<>();
    List<ClusterFigures> clusters = entry.figures().clusters();
    for (ClusterFigures cluster : clusters.subList(0, Math.min(CLUSTERS, clusters.size()))) {
      bars.add(new Bar(
          cluster.cluster(),
          100 * cluster.gain(),
          100 * cluster.interval().map(it -> it.low()).orElse(cluster.gain()),
          100 * cluster.interval().map(it -> it.high()).orElse(cluster.gain())));
    }
    return Intervals.of(
        "By cluster: %s, %s".formatted(target.target().label(), entry.version()),
        "%% of the error of %s that is taken away, with its 95 %% interval where there is enough data."
            .formatted(entry.figures().reference().equals("zero") ? "0" : "a constant"),
        "%",
        bars,
        List.of(0.0),
        colour(entry.version()));
  }

  /** Which features decide. */
  Chart importance(TargetComparison target, Entry entry) {
    return bars(
        "What decides: %s, %s".formatted(target.target().label(), entry.version()),
        "share of what all splits gained.",
        entry.figures().importance().stream()
            .limit(FEATURES)
            .map(feature -> Bar.of(feature.feature(), feature.share()))
            .toList(),
        entry.version());
  }

  /** Which features are farthest from what a version was trained on. */
  Chart drift(String version, List<RangeDrift> features) {
    return bars(
        "Drift: " + version,
        "distance of the features from what it was trained on.",
        features.stream().map(it -> Bar.of(it.feature(), it.distance())).toList(),
        version);
  }

  private Chart bars(String title, String note, List<Bar> bars, String version) {
    Chart chart = Bars.horizontal(title, note, "", bars, List.of(), Palette.only(colour(version)));
    return new Chart(title, note, false, chart.height(), NARROW, chart.options());
  }

  /** Errors over the time of the data. */
  Chart errorOverTime(TargetComparison target) {
    List<Object> series = new ArrayList<>();
    for (Entry entry : target.heads()) {
      series.add(TrainingPlots.line(
          entry.version(),
          colour(entry.version()),
          entry.figures().residuals().stream()
              .<Object>map(it -> List.of(rounded(it.at()), rounded(it.error())))
              .toList()));
    }
    return TrainingPlots.lines(
        "Error over time: " + target.target().label(),
        "mean square over the time of the data (0 its beginning, 1 its end).",
        "time",
        "",
        series);
  }

  /** Predicted probabilities against what came true. */
  Chart calibration(TargetComparison failure) {
    List<Object> series = new ArrayList<>();
    for (Entry entry : failure.heads()) {
      entry
          .figures()
          .probability()
          .ifPresent(probability -> series.add(TrainingPlots.line(
              entry.version(),
              colour(entry.version()),
              probability.reliability().bins().stream()
                  .<Object>map(bin -> List.of(rounded(bin.predicted()), rounded(bin.observed())))
                  .toList())));
    }
    series.add(TrainingPlots.line(
        "ideal", TrainingPlots.colour("ideal"), Arrays.asList(List.of(0, 0), List.of(1, 1))));
    return TrainingPlots.lines(
        "Calibration of failure",
        "one point a bin of predicted probability; on the grey line probabilities mean what they say.",
        "predicted",
        "came true",
        series);
  }

  /** What the heads of a target say of more load. */
  Chart load(TargetComparison target) {
    List<Object> series = new ArrayList<>();
    String feature = "";
    for (Entry entry : target.heads()) {
      LoadCurve curve = entry.loadCurve().orElseThrow();
      feature = curve.feature();
      series.add(TrainingPlots.line(
          entry.version(),
          colour(entry.version()),
          curve.points().stream()
              .<Object>map(point -> List.of(rounded(point.load()), rounded(point.prediction())))
              .toList()));
    }
    return TrainingPlots.lines(
        target.target().label() + " over load",
        "ln(latency / sojourn time of the queueing curve).",
        feature,
        "",
        series);
  }
}
