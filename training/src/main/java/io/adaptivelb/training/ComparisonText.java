package io.adaptivelb.training;

import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import io.adaptivelb.heads.HeadFigures;
import io.adaptivelb.heads.HeadFigures.ClusterFigures;
import io.adaptivelb.heads.HeadFigures.QuantileFigures;
import io.adaptivelb.heads.RangeDrift;
import io.adaptivelb.heads.TargetComparison;
import io.adaptivelb.heads.TargetComparison.Difference;
import io.adaptivelb.heads.TargetComparison.Entry;
import io.adaptivelb.prediction.Target;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A comparison for a terminal. */
final class ComparisonText {
  private static final int CLUSTERS = 5;
  private static final int DRIFTS = 5;

  private final StringBuilder text = new StringBuilder();

  private ComparisonText() {}

  static String of(ComparisonReport report) {
    ComparisonText text = new ComparisonText();
    text.data(report.data());
    report.versions().forEach(text::version);
    report.warnings().forEach(warning -> text.line("%nWARNING: %s", warning));
    report.targets().forEach(text::target);
    report.drifts().forEach(text::drift);
    report.league().ifPresent(text::league);
    if (!report.notes().isEmpty()) {
      text.line("");
    }
    report.notes().forEach(note -> text.line("note: %s", note));
    return text.text.toString();
  }

  private void data(TrainingReport.Data data) {
    line(
        "%,d examples of %d endpoints in %d clusters, %s … %s",
        data.rows(), data.endpoints(), data.clusters(), data.from(), data.to());
    if (data.skipped() > 0) {
      line("%,d examples left out (--most)", data.skipped());
    }
    line("");
  }

  private void version(ComparisonReport.Version version) {
    line(
        "%s%s, trained on %,d examples of %s, %s … %s",
        version.name(),
        version.name().equals(version.version()) ? "" : " (" + version.version() + ")",
        version.trainedOn().rows(),
        version.trainedOn().source(),
        version.trainedOn().from(),
        version.trainedOn().to());
  }

  private void target(TargetComparison target) {
    boolean failure = target.target() == Target.FAILURE;
    HeadFigures any = target.heads().getFirst().figures();
    boolean quantile = any.quantile().isPresent();
    line(
        "%n%s, %,d examples%s",
        target.target().label(), target.examples(), failure ? "; errors are Brier scores" : "");
    line(
        "  %-28s %9s %8s  %-18s%s",
        "",
        "error",
        "gain",
        "95 % interval",
        quantile ? " pinball  coverage" : failure ? "     AUC" : "");
    baseline("analytic estimate (0)", any.errorOfZero(), any, QuantileFigures::pinballOfZero);
    baseline("constant", any.errorOfConstant(), any, QuantileFigures::pinballOfConstant);
    baseline("persistence", any.errorOfPersistence(), any, QuantileFigures::pinballOfPersistence);
    baseline("EWMA(10)", any.errorOfEwma(), any, QuantileFigures::pinballOfEwma);
    for (Entry entry : target.heads()) {
      HeadFigures figures = entry.figures();
      line(
          "  %-28s %9.5f %8s  %-18s%s",
          entry.version(),
          figures.error(),
          ComparisonTables.percent(figures.gain()),
          ComparisonTables.interval(target, figures.interval()),
          extra(figures));
    }
    for (Difference difference : target.differences()) {
      line(
          "  %s against %s: %s; %s",
          difference.version(),
          difference.against(),
          ComparisonTables.words(difference.verdict()),
          moreOrLess(target, difference));
    }
    clusters(target);
  }

  /** The sign of a gain says less than a word. */
  private static String moreOrLess(TargetComparison target, Difference difference) {
    boolean less = difference.gain() >= 0;
    Interval interval = difference.interval();
    return "%s %s error (%s)"
        .formatted(
            ComparisonTables.percent(Math.abs(difference.gain())),
            less ? "less" : "more",
            ComparisonTables.interval(
                target, less ? interval : new Interval(-interval.high(), -interval.low())));
  }

  /** A figure of the quantiles. */
  private interface Pinball {
    double of(QuantileFigures figures);
  }

  private void baseline(String name, double error, HeadFigures figures, Pinball pinball) {
    String extra = figures
        .quantile()
        .map(quantile -> String.format(Locale.ROOT, "%8.4f", pinball.of(quantile)))
        .orElse("");
    line("  %-28s %9.5f%s", name, error, extra.isEmpty() ? "" : " %27s %s".formatted("", extra));
  }

  private static String extra(HeadFigures figures) {
    return figures
        .quantile()
        .map(quantile -> String.format(
            Locale.ROOT,
            "%8.4f  %.3f for %.2f",
            quantile.pinball(),
            quantile.coverage(),
            quantile.level()))
        .or(() -> figures
            .probability()
            .map(probability -> String.format(Locale.ROOT, "%8.3f", probability.auc())))
        .orElse("");
  }

  private void clusters(TargetComparison target) {
    List<ClusterFigures> first = target.heads().getFirst().figures().clusters();
    if (first.size() < 2) {
      return;
    }
    line(
        "  gain by cluster%s:",
        first.stream().allMatch(it -> it.interval().isEmpty())
            ? " (too little data for intervals)"
            : "");
    for (ClusterFigures cluster : first.subList(0, Math.min(CLUSTERS, first.size()))) {
      line(
          "    %-26s %s",
          cluster.cluster(),
          target.heads().stream()
              .map(entry -> gain(entry, cluster.cluster()))
              .collect(Collectors.joining("; ")));
    }
    if (first.size() > CLUSTERS) {
      line("    and %d more; --json and --html have them", first.size() - CLUSTERS);
    }
  }

  private static String gain(Entry entry, String cluster) {
    return entry.figures().clusters().stream()
        .filter(figures -> figures.cluster().equals(cluster))
        .map(figures -> "%s %s%s"
            .formatted(
                entry.version(),
                ComparisonTables.percent(figures.gain()),
                figures
                    .interval()
                    .map(it -> " (" + ComparisonTables.interval(it) + ")")
                    .orElse("")))
        .findFirst()
        .orElse("");
  }

  private void drift(ComparisonReport.Drift drift) {
    line(
        "%ndrift from what %s was trained on: %s of the examples are foreign to it; farthest features:",
        drift.version(), ComparisonTables.percent(drift.foreign()));
    for (RangeDrift feature : drift.features().stream().limit(DRIFTS).toList()) {
      line(
          "  %-34s distance %.3f, %s outside, %s missing (%s before)",
          feature.feature(),
          feature.distance(),
          ComparisonTables.percent(feature.outside()),
          ComparisonTables.percent(feature.missingAfter()),
          ComparisonTables.percent(feature.missingBefore()));
    }
  }

  private void league(LeagueResult league) {
    line("%nleague (%s): p99 with a model over p99 without", league.command());
    for (LeagueResult.Round round : league.rounds()) {
      line("  %s", LeagueSection.line(round));
    }
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format + "%n", values).stripTrailing())
        .append(System.lineSeparator());
  }
}
