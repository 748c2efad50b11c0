package io.adaptivelb.training;

import io.adaptivelb.degradation.DegradationFigures;
import io.adaptivelb.forecast.ForecastFigures;
import io.adaptivelb.recording.Intake;
import java.util.Locale;

/** A report for a terminal. */
final class EvaluationText {
  private final StringBuilder text = new StringBuilder();

  private EvaluationText() {}

  static String of(EvaluationReport report) {
    EvaluationText text = new EvaluationText();
    report.recordings().forEach(text::recording);
    text.forecast(report);
    text.degraded(report);
    report.notes().forEach(note -> text.line("%nnote: %s", note));
    return text.text.toString();
  }

  private void recording(EvaluationReport.Read read) {
    Intake intake = read.intake();
    line(
        "%s: %d pods, %d minutes, %d faults",
        read.name(), read.pods(), read.minutes(), read.faults());
    line(
        "  %,d rows read, %,d refused; %,d timestamps repaired; %,d values and %,d minutes missing; %d faults refused, %d repaired",
        intake.rows(),
        intake.refusedRows(),
        intake.repairedTimestamps(),
        intake.missingValues(),
        intake.missingMinutes(),
        intake.refusedFaults(),
        intake.repairedFaults());
    intake.notes().forEach(note -> line("  - %s", note));
  }

  private void forecast(EvaluationReport report) {
    String split = "";
    for (ForecastFigures figures : report.forecast()) {
      String here = "The next minute: %s → %s".formatted(figures.train(), figures.test());
      if (!here.equals(split)) {
        split = here;
        line("%n%s", here);
        line(
            "%-20s %-10s %11s %11s %11s %11s  %8s  %-18s %11s  %s",
            "target",
            "unit",
            "persistence",
            "EWMA(10)",
            "linear",
            "served",
            "better",
            "95 % interval",
            "over linear",
            "served by");
      }
      line(
          "%-20s %-10s %11.4f %11.4f %11.4f %11.4f  %6.1f %%  %-18s %9.1f %%  %s",
          figures.target().name().toLowerCase(Locale.ROOT),
          figures.unit(),
          figures.persistence(),
          figures.ewma10(),
          figures.linear().error(),
          figures.model(),
          100 * figures.gain(),
          String.format(
              Locale.ROOT,
              "%.1f…%.1f %%",
              100 * figures.interval().low(),
              100 * figures.interval().high()),
          100 * figures.linear().lead(),
          servedBy(figures));
    }
  }

  private static String servedBy(ForecastFigures figures) {
    return figures.servedBy().equals("MODEL")
        ? String.format(
            Locale.ROOT, "model (validation: %.1f %% better)", 100 * figures.validationGain())
        : "%s (trees were not surely better in validation)"
            .formatted(figures.servedBy().toLowerCase(Locale.ROOT));
  }

  private void degraded(EvaluationReport report) {
    for (DegradationFigures figures : report.degraded()) {
      line("%nDegraded pods: %s → %s", figures.train(), figures.test());
      line(
          "  %,d minutes of pods, %d degraded, %d episodes",
          figures.rows(), figures.degraded(), figures.episodes());
      line(
          "  %-16s %8s %6s  %-14s %8s %8s",
          "fault", "minutes", "AUC", "95 % interval", "z-score", "linear");
      line(
          "  %-16s %8d %6.3f  %-14s %8.3f %8.3f",
          "all",
          figures.degraded(),
          figures.auc(),
          String.format(
              Locale.ROOT,
              "%.3f…%.3f",
              figures.interval().low(),
              figures.interval().high()),
          figures.zScoreAuc(),
          figures.linear().auc());
      for (DegradationFigures.KindFigures kind : figures.kinds()) {
        line(
            "  %-16s %8d %6.3f  %-14s %8.3f %8.3f",
            kind.kind(),
            kind.degraded(),
            kind.auc(),
            String.format(
                Locale.ROOT, "%.3f…%.3f", kind.interval().low(), kind.interval().high()),
            kind.zScoreAuc(),
            kind.linearAuc());
      }
      line(
          "  AUC above that of the linear model: %.3f, 95 %% interval %.3f…%.3f",
          figures.auc() - figures.linear().auc(),
          figures.linear().lead().low(),
          figures.linear().lead().high());
      line(
          "  AUC among the minutes in which some pod is degraded: %.3f; among the pods that ever are: %.3f",
          figures.sameMinutesAuc(), figures.samePodsAuc());
      line(
          "  Brier score %.5f (always saying the share of degraded minutes: %.5f)",
          figures.reliability().brier(), figures.reliability().brierOfShare());
    }
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format + "%n", values));
  }
}
