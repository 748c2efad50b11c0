package io.adaptivelb.training;

import static java.lang.String.format;

import io.adaptivelb.heads.RangeDrift;
import io.adaptivelb.heads.TargetComparison;
import io.adaptivelb.heads.TargetComparison.Entry;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Document;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison with its plots: what {@code lb evaluate --data --html} writes. */
final class ComparisonPage {
  private static final int DRIFTS = 10;

  private final ComparisonReport report;
  private final ComparisonPlots plots;
  private final List<Section> sections = new ArrayList<>();

  private ComparisonPage(ComparisonReport report) {
    this.report = report;
    this.plots = new ComparisonPlots(
        report.versions().stream().map(ComparisonReport.Version::name).toList());
  }

  static Document of(ComparisonReport report) {
    ComparisonPage page = new ComparisonPage(report);
    page.introduction();
    page.errors();
    page.differences();
    page.quantiles();
    page.failures();
    page.load();
    page.drift();
    report.league().ifPresent(league -> page.sections.add(LeagueSection.of(league)));
    page.heads();
    return new Document(page.sections);
  }

  private void introduction() {
    TrainingReport.Data data = report.data();
    StringBuilder text = new StringBuilder(format(
        Locale.ROOT,
        "`%s`%n%n%,d examples of %d endpoints in %d clusters, %s to %s; feature schema `%s`.%s%n",
        report.command().replace("`", "'"),
        data.rows(),
        data.endpoints(),
        data.clusters(),
        data.from(),
        data.to(),
        report.featureSchema(),
        data.skipped() == 0
            ? ""
            : format(Locale.ROOT, " %,d more were left out.", data.skipped())));
    report
        .warnings()
        .forEach(
            warning -> text.append("\n**Warning: ").append(Table.plain(warning)).append(".**\n"));
    StringBuilder notes = new StringBuilder(ComparisonTables.versions(report)).append("\n");
    report.notes().forEach(note -> notes.append("- ").append(Table.plain(note)).append("\n"));
    sections.add(new Section(1, "Versions compared", text.toString(), List.of(), notes.toString()));
  }

  private void errors() {
    sections.add(new Section(
        2,
        "Errors",
        "Mean squares: of logarithms, and of probabilities for failure (Brier score). Gain: share of the error of always saying 0 (the analytic estimate holds), or of a constant for failure, that is taken away. The constant is the mean of these very examples, which nobody knows in advance. Intervals by blocks of a cluster and five minutes.",
        List.of(plots.errors(report.targets())),
        ComparisonTables.errors(report.targets())));
  }

  private void differences() {
    if (report.targets().stream().allMatch(target -> target.differences().isEmpty())) {
      return;
    }
    List<Chart> charts = new ArrayList<>();
    for (int one = 0; one < report.versions().size(); one++) {
      for (int other = one + 1; other < report.versions().size(); other++) {
        charts.add(plots.differences(
            report.versions().get(one).name(),
            report.versions().get(other).name(),
            report.targets()));
      }
    }
    sections.add(new Section(
        2,
        "Version against version",
        "Errors of two versions on the same examples, drawn in the same blocks. *Better* and *worse* are what the 95 %% interval is sure of; with fewer than %d blocks there is no verdict."
            .formatted(TargetComparison.FEWEST_BLOCKS),
        charts,
        ComparisonTables.differences(report.targets())));
  }

  private void quantiles() {
    List<TargetComparison> latencies = report.targets().stream()
        .filter(target -> target.heads().getFirst().figures().quantile().isPresent())
        .toList();
    if (!latencies.isEmpty()) {
      sections.add(new Section(
          2,
          "Quantiles of latency",
          "",
          List.of(plots.coverage(latencies), plots.pinball(latencies)),
          ComparisonTables.quantiles(latencies)));
    }
  }

  private void failures() {
    report.targets().stream()
        .filter(target -> target.target() == Target.FAILURE)
        .forEach(failure -> sections.add(new Section(
            2,
            "Failures",
            "",
            List.of(plots.calibration(failure)),
            ComparisonTables.probabilities(failure))));
  }

  private void load() {
    List<Chart> curves = report.targets().stream()
        .filter(target -> target.heads().stream()
            .allMatch(entry ->
                entry.loadCurve().stream().anyMatch(curve -> !curve.points().isEmpty())))
        .map(plots::load)
        .toList();
    if (!curves.isEmpty()) {
      sections.add(new Section(
          2,
          "Capacity curves",
          "What heads say of more or less load: the mean prediction when only the load about to be sent is moved, through what the data show of it.",
          curves,
          ""));
    }
  }

  private void drift() {
    if (report.drifts().isEmpty()) {
      return;
    }
    sections.add(
        Section.of(
            2,
            "Drift of features",
            "How far the examples are from what a version was trained on, by the five quantiles in its `features.json`; the ten features farthest. Distance: the largest difference of the shares of rows up to one of these quantiles (Kolmogorov and Smirnov), or of the rows without the feature. Outside: share of the values beyond the outermost quantiles; 0.2 % of what was trained on."));
    for (ComparisonReport.Drift drift : report.drifts()) {
      List<RangeDrift> farthest = drift.features().stream().limit(DRIFTS).toList();
      sections.add(new Section(
          3,
          "Drift from what %s was trained on".formatted(drift.version()),
          "%s of the examples are foreign to it: when it serves, it says nothing of them."
              .formatted(ComparisonTables.percent(drift.foreign())),
          List.of(plots.drift(drift.version(), farthest)),
          ComparisonTables.drift(farthest)));
    }
  }

  private void heads() {
    for (TargetComparison target : report.targets()) {
      List<Chart> charts = new ArrayList<>(List.of(plots.errorOverTime(target)));
      for (Entry entry : target.heads()) {
        charts.add(plots.importance(target, entry));
        charts.add(plots.clusters(target, entry));
      }
      sections.add(new Section(
          2, target.target().label(), Table.plain(target.target().definition()), charts, ""));
    }
  }
}
