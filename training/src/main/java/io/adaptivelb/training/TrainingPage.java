package io.adaptivelb.training;

import static java.lang.String.format;

import io.adaptivelb.evaluation.Reliability;
import io.adaptivelb.heads.FeatureDrift;
import io.adaptivelb.heads.HeadFigures;
import io.adaptivelb.heads.LoadCurve;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Document;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A training with its plots: what {@code lb train --report} writes. */
final class TrainingPage {
  private static final int DRIFTS = 10;

  private TrainingPage() {}

  static Document of(TrainingReport report, Optional<LeagueResult> league) {
    List<HeadFigures> judged =
        report.heads().stream().flatMap(head -> head.figures().stream()).toList();
    List<Section> sections = new ArrayList<>();
    sections.add(new Section(1, "A trained model", introduction(report), List.of(), ""));
    sections.add(new Section(
        2,
        "Heads",
        TrainingText.heads(report.heads()),
        judged.isEmpty() ? List.of() : List.of(TrainingPlots.errors(judged)),
        TrainingText.leftOut(report.heads())));
    List<HeadFigures> latencies =
        judged.stream().filter(head -> head.quantile().isPresent()).toList();
    if (!latencies.isEmpty()) {
      sections.add(new Section(
          2,
          "Quantiles of latency",
          TrainingText.quantiles(report.heads()),
          List.of(TrainingPlots.coverage(latencies), TrainingPlots.pinball(latencies)),
          ""));
    }
    judged.stream()
        .flatMap(head -> head.probability().stream())
        .forEach(probability -> sections.add(probabilities(probability)));
    List<Chart> curves = curves(report);
    if (!curves.isEmpty()) {
      sections.add(new Section(
          2,
          "More or less load",
          "The mean prediction when only the load about to be sent is moved, through what the data show of it.",
          curves,
          ""));
    }
    if (!report.drift().isEmpty()) {
      sections.add(drift(report.drift().stream().limit(DRIFTS).toList()));
    }
    league.ifPresent(played -> sections.add(LeagueSection.of(played)));
    for (HeadFigures head : judged) {
      sections.add(new Section(
          3,
          head.target().label(),
          Table.plain(head.target().definition()),
          List.of(
              TrainingPlots.importance(head),
              TrainingPlots.drift(head),
              TrainingPlots.clusters(head)),
          ""));
    }
    return new Document(sections);
  }

  private static String introduction(TrainingReport report) {
    TrainingReport.Data data = report.data();
    return format(
        Locale.ROOT,
        "`%s`%n%n%s%n%n%,d examples of %d endpoints in %d clusters, %s to %s; feature schema `%s`.%n",
        report.command(),
        report
            .version()
            .map(version -> "The candidate is `" + version + "`.")
            .orElse("No head was kept, so there is no candidate."),
        data.rows(),
        data.endpoints(),
        data.clusters(),
        data.from(),
        data.to(),
        report.featureSchema());
  }

  private static Section probabilities(HeadFigures.ProbabilityFigures figures) {
    Table table =
        new Table(1, List.of("predicted probability", "examples", "mean predicted", "came true"));
    for (Reliability.Bin bin : figures.reliability().bins()) {
      table.row(List.of(
          format(Locale.ROOT, "%.2f…%.2f", bin.from(), bin.to()),
          format(Locale.ROOT, "%,d", bin.rows()),
          format(Locale.ROOT, "%.3f", bin.predicted()),
          format(Locale.ROOT, "%.3f", bin.observed())));
    }
    return new Section(
        2,
        "Failures",
        format(
            Locale.ROOT,
            "%,d failures held out. AUC %.3f. Brier score %.5f; always saying the share of failures: %.5f.",
            figures.failures(),
            figures.auc(),
            figures.reliability().brier(),
            figures.reliability().brierOfShare()),
        List.of(TrainingPlots.calibration(figures.reliability())),
        table.toString());
  }

  private static Section drift(List<FeatureDrift> drifts) {
    Table table = new Table(
        1, List.of("feature", "PSI", "missing before", "after", "median before", "after"));
    for (FeatureDrift drift : drifts) {
      table.row(List.of(
          Table.plain(drift.feature()),
          format(Locale.ROOT, "%.3f", drift.psi()),
          format(Locale.ROOT, "%.1f %%", 100 * drift.missingBefore()),
          format(Locale.ROOT, "%.1f %%", 100 * drift.missingAfter()),
          format(Locale.ROOT, "%.3f", drift.medianBefore()),
          format(Locale.ROOT, "%.3f", drift.medianAfter())));
    }
    return new Section(
        2,
        "Drift of features",
        "From what was trained on to what was held out last, the ten features that changed most. Below a population stability index (PSI) of 0.1 nothing happened, above 0.25 a lot did.",
        List.of(TrainingPlots.psi(drifts)),
        table.toString());
  }

  private static List<Chart> curves(TrainingReport report) {
    List<Chart> charts = new ArrayList<>();
    add(
        charts,
        report,
        "Latency over load",
        "ln(latency / sojourn time of the queueing curve).",
        Set.of(Target.LATENCY_P50, Target.LATENCY_P90, Target.LATENCY_P99));
    add(
        charts,
        report,
        "Capacity over load",
        "ln(read / believed).",
        Set.of(Target.SERVICE_DEMAND, Target.EFFECTIVE_CORES));
    add(charts, report, "Failures over load", "probability.", Set.of(Target.FAILURE));
    return charts;
  }

  private static void add(
      List<Chart> charts, TrainingReport report, String title, String note, Set<Target> targets) {
    List<LoadCurve> curves = report.heads().stream()
        .flatMap(head -> head.loadCurve().stream())
        .filter(curve -> targets.contains(curve.target()) && !curve.points().isEmpty())
        .toList();
    if (!curves.isEmpty()) {
      charts.add(TrainingPlots.load(title, note, curves));
    }
  }
}
