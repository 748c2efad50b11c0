package io.adaptivelb.training;

import static java.lang.String.format;

import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import io.adaptivelb.heads.HeadFigures;
import io.adaptivelb.heads.RangeDrift;
import io.adaptivelb.heads.TargetComparison;
import io.adaptivelb.heads.TargetComparison.Difference;
import io.adaptivelb.heads.TargetComparison.Entry;
import io.adaptivelb.heads.TargetComparison.Verdict;
import io.adaptivelb.simulator.page.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables of a comparison's page, and the words that the terminal shares with them. */
final class ComparisonTables {
  private ComparisonTables() {}

  static String versions(ComparisonReport report) {
    Table table =
        new Table(5, List.of("version", "name", "trained on", "from", "to", "examples", "heads"));
    for (ComparisonReport.Version version : report.versions()) {
      table.row(List.of(
          Table.plain(version.name()),
          "`" + version.version() + "`",
          Table.plain(version.trainedOn().source()),
          version.trainedOn().from(),
          version.trainedOn().to(),
          format(Locale.ROOT, "%,d", version.trainedOn().rows()),
          format(Locale.ROOT, "%d", version.heads().size())));
    }
    return table.toString();
  }

  /** One row a target and version, behind the target's baselines. */
  static String errors(List<TargetComparison> targets) {
    Table table = new Table(
        2,
        List.of(
            "head",
            "version",
            "examples",
            "error",
            "of 0",
            "of a constant",
            "of persistence",
            "of EWMA(10)",
            "gain",
            "95 % interval",
            "over the best baseline"));
    for (TargetComparison target : targets) {
      for (Entry entry : target.heads()) {
        HeadFigures figures = entry.figures();
        table.row(List.of(
            Table.plain(target.target().label()),
            Table.plain(entry.version()),
            format(Locale.ROOT, "%,d", target.examples()),
            error(figures.error()),
            error(figures.errorOfZero()),
            error(figures.errorOfConstant()),
            error(figures.errorOfPersistence()),
            error(figures.errorOfEwma()),
            percent(figures.gain()),
            interval(target, figures.interval()),
            percent(figures.gainOverBest())));
      }
    }
    return table.toString();
  }

  /** One row a target and two versions. */
  static String differences(List<TargetComparison> targets) {
    Table table = new Table(
        3,
        List.of("head", "version", "against", "error", "less error", "95 % interval", "verdict"));
    for (TargetComparison target : targets) {
      for (Difference difference : target.differences()) {
        table.row(List.of(
            Table.plain(target.target().label()),
            Table.plain(difference.version()),
            Table.plain(difference.against()),
            format(Locale.ROOT, "%+.5f", difference.error()),
            percent(difference.gain()),
            interval(target, difference.interval()),
            bold(difference.verdict())));
      }
    }
    return table.toString();
  }

  private static String bold(Verdict verdict) {
    return verdict == Verdict.BETTER || verdict == Verdict.WORSE
        ? "**" + words(verdict) + "**"
        : words(verdict);
  }

  /** One row a latency quantile and version; empty when there is none. */
  static String quantiles(List<TargetComparison> targets) {
    Table table = new Table(
        2,
        List.of(
            "head",
            "version",
            "quantile",
            "coverage",
            "of 0",
            "pinball loss",
            "of 0",
            "of a constant",
            "of persistence",
            "of EWMA(10)"));
    boolean any = false;
    for (TargetComparison target : targets) {
      for (Entry entry : target.heads()) {
        Optional<HeadFigures.QuantileFigures> judged = entry.figures().quantile();
        if (judged.isPresent()) {
          HeadFigures.QuantileFigures quantile = judged.get();
          any = true;
          table.row(List.of(
              Table.plain(target.target().label()),
              Table.plain(entry.version()),
              format(Locale.ROOT, "%.2f", quantile.level()),
              format(Locale.ROOT, "%.3f", quantile.coverage()),
              format(Locale.ROOT, "%.3f", quantile.coverageOfZero()),
              format(Locale.ROOT, "%.4f", quantile.pinball()),
              format(Locale.ROOT, "%.4f", quantile.pinballOfZero()),
              format(Locale.ROOT, "%.4f", quantile.pinballOfConstant()),
              format(Locale.ROOT, "%.4f", quantile.pinballOfPersistence()),
              format(Locale.ROOT, "%.4f", quantile.pinballOfEwma())));
        }
      }
    }
    return any ? table.toString() : "";
  }

  /** One row a version. */
  static String probabilities(TargetComparison failure) {
    Table table = new Table(
        1, List.of("version", "Brier score", "of the share of failures", "AUC", "failures"));
    for (Entry entry : failure.heads()) {
      entry
          .figures()
          .probability()
          .ifPresent(probability -> table.row(List.of(
              Table.plain(entry.version()),
              error(probability.reliability().brier()),
              error(probability.reliability().brierOfShare()),
              format(Locale.ROOT, "%.3f", probability.auc()),
              format(Locale.ROOT, "%,d", probability.failures()))));
    }
    return table.toString();
  }

  static String drift(List<RangeDrift> features) {
    Table table = new Table(
        1,
        List.of(
            "feature", "distance", "outside", "missing before", "here", "median before", "here"));
    for (RangeDrift drift : features) {
      table.row(List.of(
          Table.plain(drift.feature()),
          format(Locale.ROOT, "%.3f", drift.distance()),
          percent(drift.outside()),
          percent(drift.missingBefore()),
          percent(drift.missingAfter()),
          number(drift.medianBefore()),
          number(drift.medianAfter())));
    }
    return table.toString();
  }

  static String words(Verdict verdict) {
    return switch (verdict) {
      case BETTER -> "better";
      case WORSE -> "worse";
      case NO_DIFFERENCE -> "no difference";
      case TOO_LITTLE_DATA -> "too little data";
    };
  }

  static String error(double value) {
    return format(Locale.ROOT, "%.5f", value);
  }

  static String percent(double share) {
    return Double.isNaN(share) ? "–" : format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  static String interval(TargetComparison target, Interval interval) {
    return target.isTold() ? interval(interval) : "–";
  }

  static String interval(Interval interval) {
    return Double.isNaN(interval.low())
        ? "–"
        : format(Locale.ROOT, "%.1f…%.1f %%", 100 * interval.low(), 100 * interval.high());
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : format(Locale.ROOT, "%.3f", value);
  }
}
