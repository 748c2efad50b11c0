package io.adaptivelb.replay;

import io.adaptivelb.simulator.chart.HeatMap;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Document;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A replay as a page with plots. */
final class ReplayPage {
  /** More rows than this cannot be told apart. */
  private static final int MOST_ENDPOINTS = 40;

  private static final int MOST_MOMENTS = 300;
  private static final double FAIR_SHARE = 1_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ReplayPage() {}

  static Document of(ReplayReport report) {
    List<Section> sections = new ArrayList<>();
    sections.add(Section.of(
        1,
        "Replay of " + report.cluster(),
        String.format(
            Locale.ROOT,
            "%s to %s, %,d ticks of %.0f s. The weights that each policy would have published for the recorded telemetry; what they would have"
                + " changed about it, no replay can know.",
            report.from(),
            report.to(),
            report.ticks(),
            report.tickSeconds())));
    for (ReplayReport.Played played : report.policies()) {
      sections.add(new Section(
          2,
          played.policy(),
          "%d pushes.".formatted(played.pushes()),
          List.of(weights(report, played)),
          table(report, played)));
    }
    report.explanation().ifPresent(why -> sections.add(explanation(why)));
    return new Document(sections);
  }

  private static Chart weights(ReplayReport report, ReplayReport.Played played) {
    List<String> shown =
        report.endpoints().stream().limit(MOST_ENDPOINTS).sorted().toList();
    List<Instant> moments = moments(report);
    List<List<Double>> rows = new ArrayList<>();
    shown.forEach(endpoint -> rows.add(new ArrayList<>()));
    int push = 0;
    for (Instant moment : moments) {
      while (push + 1 < played.weights().size()
          && !played.weights().get(push + 1).time().isAfter(moment)) {
        push++;
      }
      Map<String, Integer> weights = played.weights().get(push).weights();
      for (int i = 0; i < shown.size(); i++) {
        rows.get(i).add(weights.getOrDefault(shown.get(i), 0) / FAIR_SHARE);
      }
    }
    String rest = shown.size() < report.endpoints().size()
        ? " The %d of %d endpoints that move most."
            .formatted(shown.size(), report.endpoints().size())
        : "";
    return HeatMap.overTime(
        "Weights",
        "Blue above the fair share, orange below or no member." + rest,
        "weight",
        moments.stream().map(TIME::format).toList(),
        shown,
        rows);
  }

  private static List<Instant> moments(ReplayReport report) {
    long ticks = Math.max(1, report.ticks());
    int n = (int) Math.min(MOST_MOMENTS, ticks);
    Duration length = Duration.between(report.from(), report.to());
    List<Instant> moments = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      moments.add(
          n == 1 ? report.to() : report.from().plus(length.multipliedBy(i).dividedBy(n - 1)));
    }
    return moments;
  }

  private static String table(ReplayReport report, ReplayReport.Played played) {
    Table table = new Table(1, List.of("endpoint", "least", "mean", "most", "last"));
    for (String endpoint : report.endpoints()) {
      report
          .line(played, endpoint)
          .ifPresent(line -> table.row(List.of(
              Table.plain(endpoint),
              String.valueOf(line.least()),
              String.format(Locale.ROOT, "%.0f", line.mean()),
              String.valueOf(line.most()),
              String.valueOf(line.last()))));
    }
    return table.toString();
  }

  private static Section explanation(ReplayReport.Reasons why) {
    Table table = new Table(2, List.of("part", "why", "units"));
    why.contributions()
        .forEach(part -> table.row(List.of(
            Table.plain(part.name().toLowerCase(Locale.ROOT)),
            Table.plain(part.reason()),
            String.format(Locale.ROOT, "%+d", part.weightUnits()))));
    StringBuilder others = new StringBuilder();
    why.counterfactuals()
        .forEach(other -> others.append("- %s: the weight would be %d\n"
            .formatted(Table.plain(other.condition()), other.weight())));
    return Section.of(
        2,
        "Why %s has weight %d".formatted(why.endpoint(), why.weight()),
        "At %s under %s.\n\n%s\n%s".formatted(why.time(), why.policy(), table, others));
  }
}
