package io.adaptivelb.training;

import static java.lang.String.format;

import io.adaptivelb.degradation.DegradationFigures;
import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import io.adaptivelb.evaluation.Reliability;
import io.adaptivelb.forecast.ForecastFigures;
import io.adaptivelb.forecast.Target;
import io.adaptivelb.recording.Intake;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Document;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report with its plots: what {@code lb evaluate --html} writes. */
final class EvaluationPage {
  private EvaluationPage() {}

  static Document of(EvaluationReport report) {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section(
        1, "Models on recorded telemetry", introduction(report), List.of(), recordings(report)));
    Map<String, List<ForecastFigures>> splits = new LinkedHashMap<>();
    report
        .forecast()
        .forEach(figures -> splits
            .computeIfAbsent(figures.train() + " → " + figures.test(), split -> new ArrayList<>())
            .add(figures));
    if (!splits.isEmpty()) {
      sections.add(
          Section.of(
              2,
              "The next minute",
              "Mean absolute errors of forecasts one minute ahead. Trees correct the better baseline; where they were not surely better than it in"
                  + " validation, the baseline serves. *Linear* is a linear model of the same features, which corrects the same baseline with the"
                  + " share that was best in validation; *over linear* says by how much the served forecast is better than it."));
      splits.forEach((split, figures) -> sections.add(forecast(split, figures)));
    }
    if (!report.degraded().isEmpty()) {
      sections.add(Section.of(
          2,
          "Degraded pods",
          "A pod is degraded for four minutes after a fault began on it; the next four are left out. Features say how far a pod is from its own"
              + " last hour, and cannot name it. *z-score* is what needs no learning: the larger robust z-score of p95 and CPU; *linear* is logistic"
              + " regression on the same features."));
      report.degraded().forEach(figures -> sections.add(degraded(figures)));
    }
    return new Document(sections);
  }

  private static String introduction(EvaluationReport report) {
    StringBuilder text = new StringBuilder("`" + report.command() + "`\n\n");
    text.append("Feature schemas: `%s`, `%s`.\n"
        .formatted(report.forecastSchema(), report.degradationSchema()));
    report.notes().forEach(note -> text.append("\n").append(Table.plain(note)).append("\n"));
    return text.toString();
  }

  private static String recordings(EvaluationReport report) {
    Table table = new Table(
        1,
        List.of(
            "recording",
            "pods",
            "minutes",
            "faults",
            "rows",
            "refused",
            "timestamps repaired",
            "values missing",
            "fault times repaired"));
    StringBuilder notes = new StringBuilder();
    for (EvaluationReport.Read read : report.recordings()) {
      Intake intake = read.intake();
      table.row(List.of(
          Table.plain(read.name()),
          format(Locale.ROOT, "%,d", read.pods()),
          format(Locale.ROOT, "%,d", read.minutes()),
          format(Locale.ROOT, "%,d", read.faults()),
          format(Locale.ROOT, "%,d", intake.rows()),
          format(Locale.ROOT, "%,d", intake.refusedRows()),
          format(Locale.ROOT, "%,d", intake.repairedTimestamps()),
          format(Locale.ROOT, "%,d", intake.missingValues()),
          format(Locale.ROOT, "%,d", intake.repairedFaults())));
      intake
          .notes()
          .forEach(note -> notes.append("- ").append(Table.plain(note)).append("\n"));
    }
    return table + "\n" + notes;
  }

  private static Section forecast(String split, List<ForecastFigures> all) {
    Table table = new Table(
        1,
        List.of(
            "target",
            "persistence",
            "EWMA(10)",
            "linear",
            "served",
            "better",
            "95 % interval",
            "over linear",
            "served by",
            "in validation"));
    List<Chart> charts = new ArrayList<>(List.of(EvaluationPlots.errors(all)));
    for (ForecastFigures figures : all) {
      table.row(List.of(
          "%s (%s)".formatted(EvaluationPlots.name(figures.target()), figures.unit()),
          format(Locale.ROOT, "%.4f", figures.persistence()),
          format(Locale.ROOT, "%.4f", figures.ewma10()),
          format(Locale.ROOT, "%.4f", figures.linear().error()),
          format(Locale.ROOT, "%.4f", figures.model()),
          format(Locale.ROOT, "%.1f %%", 100 * figures.gain()),
          format(
              Locale.ROOT,
              "%.1f…%.1f %%",
              100 * figures.interval().low(),
              100 * figures.interval().high()),
          format(
              Locale.ROOT,
              "%.1f %% (%.1f…%.1f)",
              100 * figures.linear().lead(),
              100 * figures.linear().leadInterval().low(),
              100 * figures.linear().leadInterval().high()),
          figures.servedBy().toLowerCase(Locale.ROOT).replace('_', ' '),
          format(
              Locale.ROOT,
              "%.1f %% (%.1f…%.1f)",
              100 * figures.validationGain(),
              100 * figures.validationInterval().low(),
              100 * figures.validationInterval().high())));
      if (!figures.importance().isEmpty()) {
        charts.add(EvaluationPlots.importance(figures));
      }
      if (figures.target() == Target.SERVER_LATENCY_P95 || figures.target() == Target.CPU) {
        charts.add(EvaluationPlots.services(figures));
      }
    }
    return new Section(3, split, table.toString(), charts, "");
  }

  private static Section degraded(DegradationFigures figures) {
    Table table =
        new Table(1, List.of("fault", "minutes", "AUC", "95 % interval", "z-score", "linear"));
    table.row(row(
        "all",
        figures.degraded(),
        figures.auc(),
        figures.interval(),
        figures.zScoreAuc(),
        figures.linear().auc()));
    for (DegradationFigures.KindFigures kind : figures.kinds()) {
      table.row(row(
          Table.plain(kind.kind()),
          kind.degraded(),
          kind.auc(),
          kind.interval(),
          kind.zScoreAuc(),
          kind.linearAuc()));
    }
    String text = "%s\n%s\n"
        .formatted(
            table,
            format(
                Locale.ROOT,
                "%,d minutes of pods, %d episodes. AUC among the minutes in which some pod is degraded %.3f, among the pods that ever are %.3f."
                    + " Above the linear model by %.3f (95 %% interval %.3f…%.3f)."
                    + " Brier score %.5f; always saying the share of degraded minutes: %.5f.",
                figures.rows(),
                figures.episodes(),
                figures.sameMinutesAuc(),
                figures.samePodsAuc(),
                figures.auc() - figures.linear().auc(),
                figures.linear().lead().low(),
                figures.linear().lead().high(),
                figures.reliability().brier(),
                figures.reliability().brierOfShare()));
    return new Section(
        3,
        figures.train() + " → " + figures.test(),
        text,
        List.of(
            EvaluationPlots.roc(figures),
            EvaluationPlots.calibration(figures),
            EvaluationPlots.importance(figures)),
        bins(figures.reliability()));
  }

  private static List<String> row(
      String name, int minutes, double auc, Interval interval, double zScore, double linear) {
    return List.of(
        name,
        format(Locale.ROOT, "%d", minutes),
        format(Locale.ROOT, "%.3f", auc),
        format(Locale.ROOT, "%.3f…%.3f", interval.low(), interval.high()),
        format(Locale.ROOT, "%.3f", zScore),
        format(Locale.ROOT, "%.3f", linear));
  }

  private static String bins(Reliability reliability) {
    Table table =
        new Table(1, List.of("predicted probability", "minutes", "mean predicted", "came true"));
    for (Reliability.Bin bin : reliability.bins()) {
      table.row(List.of(
          format(Locale.ROOT, "%.2f…%.2f", bin.from(), bin.to()),
          format(Locale.ROOT, "%,d", bin.rows()),
          format(Locale.ROOT, "%.3f", bin.predicted()),
          format(Locale.ROOT, "%.3f", bin.observed())));
    }
    return table.toString();
  }
}
