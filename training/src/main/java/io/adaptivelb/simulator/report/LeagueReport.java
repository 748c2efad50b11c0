package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.league.Results;
import io.adaptivelb.simulator.page.Document;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The league's result: what {@code docs/league.md} and its page are made of. */
public final class LeagueReport {
  private LeagueReport() {}

  /** The document. */
  public static Document of(Results results) {
    List<Check> checks = Criteria.of(results);
    List<Section> sections = new ArrayList<>();
    sections.add(Section.of(1, "The league", opening(results, checks)));
    for (Part part : results.of(results.firstGroup())) {
      sections.add(Round.of(part));
    }
    for (Part part : results.others()) {
      sections.add(part.group().equals(Criteria.SERVICES) ? Services.of(part) : Groups.of(part));
    }
    if (!results.duels().isEmpty()) {
      sections.add(DuelReport.of(results.duels()));
    }
    if (!results.limits().isEmpty()) {
      sections.add(LimitReport.of(
          "Highest load",
          "The highest load at which a policy keeps its objective under `%s`: a p99 of the successes within the scenario's slo, and at most 0.5 %% errors."
              .formatted(results.limits().getFirst().scenario()),
          results.limits()));
    }
    sections.add(Section.of(2, "Where ours loses", losses(results)));
    sections.add(Section.of(2, "The criteria", criteria(checks)));
    return new Document(sections);
  }

  private static String opening(Results results, List<Check> checks) {
    return Summary.of(results, checks)
        + """

        Made by `%s`. The p99 is in milliseconds, a failed request counts as 1 s, and every cell is the geometric mean of %d %s; errors are the
        share of requests that failed. For one seed all policies see the same arrivals, job sizes and faults, so ratios are taken seed by seed. Scenarios are
        in [config/scenarios](../config/scenarios), policies in the classes of `io.adaptivelb.simulator.picker` and `…brain`, each with its source.
        `lb simulate` plays any of them against any other, or against a scenario of yours: [simulator.md](simulator.md).
        """.formatted(
                results.command(), results.seeds(), results.seeds() == 1 ? "seed" : "seeds");
  }

  private static String losses(Results results) {
    StringBuilder text = new StringBuilder(
        "More than 5 % counts. Each line has the picker that the policy builds on, without our weights, and the best of all rivals in each"
            + " scenario, which nobody could have chosen beforehand.\n");
    for (Part part : results.of(results.firstGroup())) {
      text.append("\n%d proxies:\n\n".formatted(part.proxies()))
          .append(Losses.of(new Standings(part.runs())));
    }
    for (Part part : results.others()) {
      text.append("\n%s:\n\n"
              .formatted(
                  part.group().equals(Criteria.SERVICES)
                      ? "Four services"
                      : Groups.title(part.group())))
          .append(Losses.of(new Standings(part.runs())));
    }
    return text.toString();
  }

  private static String criteria(List<Check> checks) {
    Table table = new Table(3, List.of("", "what", "reached", "limit", "verdict"));
    for (Check check : checks) {
      String reached = check.values().stream()
          .map(value -> (check.holds(value) ? "%s (%s)" : "**%s** (%s)")
              .formatted(Words.ratio(value.value()), value.where()))
          .collect(Collectors.joining(", "));
      table.row(List.of(
          String.valueOf(check.number()),
          check.what(),
          reached.isEmpty() ? "–" : reached,
          (check.atMost() ? "≤ " : "≥ ") + Words.number("%.2f", check.limit()),
          switch (check.verdict()) {
            case HELD -> "held";
            case PARTLY -> "**partly**";
            case MISSED -> "**missed**";
            case NOT_PLAYED -> "not played";
          }));
    }
    return "What our weights were to reach, computed from the runs above; **bold** is what missed its limit. A mean is over the scenarios,"
        + " \"together\" over all numbers of proxies too.\n\n"
        + table;
  }
}
