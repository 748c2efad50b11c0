package io.adaptivelb.training;

import io.adaptivelb.domain.Ranges;
import io.adaptivelb.heads.Split;
import io.adaptivelb.simulator.page.Document;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import io.adaptivelb.training.TrainingReport.HeadEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a model is, what it learned from, how good it is, and what not to use it for (Mitchell et al., 2019). Markdown. */
final class ModelCard {
  private ModelCard() {}

  static String of(TrainingReport report) {
    List<Section> sections = new ArrayList<>();
    sections.add(Section.of(1, "Model card", whatItIs(report)));
    sections.add(Section.of(2, "Data", data(report)));
    sections.add(Section.of(2, "Figures", figures(report)));
    sections.add(Section.of(2, "Limits", limits()));
    return new Document(sections).markdown();
  }

  private static String whatItIs(TrainingReport report) {
    StringBuilder text = new StringBuilder("""
        Gradient-boosted trees (XGBoost), one model a head, that correct what the analytic estimator believes of an endpoint. A head that says 0
        changes nothing. They see feature schema `%s`, which names no endpoint.

        """.formatted(report.featureSchema()));
    Table table = new Table(2, List.of("head", "predicts", "calibration"));
    for (HeadEntry head : report.heads()) {
      head.calibration()
          .ifPresent(line -> table.row(List.of(
              TrainingText.name(head),
              Table.plain(head.definition()),
              String.format(Locale.ROOT, "%.4f · margin + %.4f", line.slope(), line.offset()))));
    }
    return text.append(table)
        .append(
            "\nLatencies never fall with the load about to be sent, nor failures with the share of errors: proven for every row.\n\n")
        .append("Trained by `")
        .append(report.command())
        .append("`\n")
        .toString();
  }

  private static String data(TrainingReport report) {
    TrainingReport.Data data = report.data();
    return String.format(
        Locale.ROOT,
        "%,d examples of %d endpoints in %d clusters, %s to %s, from %s.%s%n",
        data.rows(),
        data.endpoints(),
        data.clusters(),
        data.from(),
        data.to(),
        Table.plain(data.source()),
        data.skipped() == 0
            ? ""
            : String.format(Locale.ROOT, " %,d more were left out.", data.skipped()));
  }

  private static String figures(TrainingReport report) {
    return """
        On examples that were not trained on (%s, %d folds, a gap of %s). Errors are mean squares of logarithms, of probabilities for failure. Gain:
        share of the error of always saying 0 (of a constant, for failure) that is taken away, with an interval by blocks of a cluster and five
        minutes.

        %s
        %s
        %s""".formatted(
            report.settings().split() == Split.TIME
                ? "later time of the same clusters"
                : "other clusters",
            report.settings().folds(),
            Ranges.text(report.settings().gap()),
            TrainingText.heads(report.heads()),
            TrainingText.quantiles(report.heads()),
            TrainingText.leftOut(report.heads()));
  }

  private static String limits() {
    return """
        - It knows what its data show. Where endpoints never overloaded, failed or warmed up, it knows nothing of that.
        - Trees do not extrapolate: beyond the loads in its data it says what it says at their edge.
        - It learned from what the balancer did. Load and latency are confounded there; monotone constraints and dithered weights help, and
          do not make an experiment of it.
        - What is held out is later time or other clusters of the same data. Another system may be another story: shadow it first.
        """;
  }
}
