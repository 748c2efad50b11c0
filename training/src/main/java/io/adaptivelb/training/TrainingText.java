package io.adaptivelb.training;

import static java.lang.String.format;

import io.adaptivelb.heads.HeadFigures;
import io.adaptivelb.simulator.page.Table;
import io.adaptivelb.training.TrainingReport.HeadEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of a training in words: for a terminal, and as the tables that the page and the model card share. */
final class TrainingText {
  private TrainingText() {}

  static String of(TrainingReport report) {
    StringBuilder text = new StringBuilder();
    TrainingReport.Data data = report.data();
    text.append(format(
        Locale.ROOT,
        "%,d examples of %d endpoints in %d clusters, %s … %s%n",
        data.rows(),
        data.endpoints(),
        data.clusters(),
        data.from(),
        data.to()));
    if (data.skipped() > 0) {
      text.append(format(Locale.ROOT, "%,d examples left out (--most)%n", data.skipped()));
    }
    text.append(format(
        Locale.ROOT,
        "%n%-16s %9s %6s %9s %9s %9s %9s  %7s  %-16s %s%n",
        "head",
        "held out",
        "rounds",
        "error",
        "of 0",
        "of const.",
        "of EWMA",
        "gain",
        "95 % interval",
        "kept"));
    for (HeadEntry head : report.heads()) {
      text.append(line(head));
    }
    text.append(report
        .version()
        .map(version -> format(Locale.ROOT, "%ncandidate %s%n", version))
        .orElse(format(Locale.ROOT, "%nno head was kept, so there is no candidate%n")));
    return text.toString();
  }

  private static String line(HeadEntry head) {
    if (head.figures().isEmpty()) {
      return format(Locale.ROOT, "%-16s left out: %s%n", head.target(), head.reason());
    }
    HeadFigures figures = head.figures().get();
    return format(
        Locale.ROOT,
        "%-16s %,9d %6d %9.5f %9.5f %9.5f %9.5f  %5.1f %%  %-16s %s%n",
        head.target(),
        figures.heldOut(),
        figures.rounds(),
        figures.error(),
        figures.errorOfZero(),
        figures.errorOfConstant(),
        figures.errorOfEwma(),
        100 * figures.gain(),
        interval(figures),
        head.kept() ? "yes" : "no: " + head.reason());
  }

  static String interval(HeadFigures figures) {
    return format(
        Locale.ROOT,
        "%.1f…%.1f %%",
        100 * figures.interval().low(),
        100 * figures.interval().high());
  }

  /** One row a head. */
  static String heads(List<HeadEntry> heads) {
    Table table = new Table(
        1,
        List.of(
            "head",
            "in the model",
            "held out",
            "rounds",
            "error",
            "of 0",
            "of a constant",
            "of persistence",
            "of EWMA(10)",
            "gain",
            "95 % interval",
            "over the best baseline"));
    for (HeadEntry head : heads) {
      Optional<HeadFigures> judged = head.figures();
      if (judged.isEmpty()) {
        table.row(List.of(name(head), "no", "", "", "", "", "", "", "", "", "", ""));
        continue;
      }
      HeadFigures figures = judged.get();
      table.row(List.of(
          name(head),
          head.kept() ? "yes" : "no",
          format(Locale.ROOT, "%,d", figures.heldOut()),
          format(Locale.ROOT, "%d", figures.rounds()),
          format(Locale.ROOT, "%.5f", figures.error()),
          format(Locale.ROOT, "%.5f", figures.errorOfZero()),
          format(Locale.ROOT, "%.5f", figures.errorOfConstant()),
          format(Locale.ROOT, "%.5f", figures.errorOfPersistence()),
          format(Locale.ROOT, "%.5f", figures.errorOfEwma()),
          format(Locale.ROOT, "%.1f %%", 100 * figures.gain()),
          interval(figures),
          format(Locale.ROOT, "%.1f %%", 100 * figures.gainOverBest())));
    }
    return table.toString();
  }

  /** One row a latency quantile; empty when there is none. */
  static String quantiles(List<HeadEntry> heads) {
    Table table = new Table(
        1,
        List.of(
            "head",
            "quantile",
            "coverage",
            "before calibration",
            "of 0",
            "pinball loss",
            "of 0",
            "of a constant",
            "of persistence",
            "of EWMA(10)"));
    boolean any = false;
    for (HeadEntry head : heads) {
      Optional<HeadFigures.QuantileFigures> judged = head.figures().flatMap(HeadFigures::quantile);
      if (judged.isPresent()) {
        HeadFigures.QuantileFigures quantile = judged.get();
        any = true;
        table.row(List.of(
            name(head),
            format(Locale.ROOT, "%.2f", quantile.level()),
            format(Locale.ROOT, "%.3f", quantile.coverage()),
            format(Locale.ROOT, "%.3f", quantile.coverageBefore()),
            format(Locale.ROOT, "%.3f", quantile.coverageOfZero()),
            format(Locale.ROOT, "%.4f", quantile.pinball()),
            format(Locale.ROOT, "%.4f", quantile.pinballOfZero()),
            format(Locale.ROOT, "%.4f", quantile.pinballOfConstant()),
            format(Locale.ROOT, "%.4f", quantile.pinballOfPersistence()),
            format(Locale.ROOT, "%.4f", quantile.pinballOfEwma())));
      }
    }
    return any ? table.toString() : "";
  }

  /** Why heads are left out, a line each. */
  static String leftOut(List<HeadEntry> heads) {
    StringBuilder text = new StringBuilder();
    heads.stream()
        .filter(head -> !head.kept())
        .forEach(head -> text.append("- %s is left out, and the analytic belief stays: %s.\n"
            .formatted(name(head), Table.plain(head.reason()))));
    return text.toString();
  }

  static String name(HeadEntry head) {
    return Table.plain(head.target());
  }
}
