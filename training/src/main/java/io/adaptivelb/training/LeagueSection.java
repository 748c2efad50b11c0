package io.adaptivelb.training;

import static java.lang.String.format;

import io.adaptivelb.simulator.chart.Bars.Bar;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import io.adaptivelb.training.LeagueResult.Round;
import io.adaptivelb.training.LeagueResult.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a model brought in the league, as a part of a page. */
final class LeagueSection {
  private LeagueSection() {}

  static Section of(LeagueResult league) {
    Table table = new Table(
        2, List.of("scenarios", "policy", "mean", "95 % interval", "worst", "in", "limit", "held"));
    for (Round round : league.rounds()) {
      Scenario worst = worst(round);
      table.row(List.of(
          Table.plain(name(round)),
          "`%s` over `%s`".formatted(code(round.policy()), code(round.against())),
          format(Locale.ROOT, "%.3f", round.mean()),
          format(Locale.ROOT, "%.3f…%.3f", round.low(), round.high()),
          format(Locale.ROOT, "%.3f", worst.ratio()),
          Table.plain(worst.name()),
          limit(round),
          round.held() ? "yes" : "**no**"));
    }
    return new Section(
        2,
        "The league",
        "`%s`: p99 with the model that came along over p99 without, failures counted as 1 s, geometric means over seeds. Below 1 is better. Where something can be learned the mean must be at most 0.90; elsewhere no scenario may be above 1.02.%n%n%s"
            .formatted(code(league.command()), table),
        charts(league),
        "");
  }

  /** In a line. */
  static String line(Round round) {
    Scenario worst = worst(round);
    return format(
        Locale.ROOT,
        "%s, %s over %s: mean %.3f, worst %.3f (%s); %s: %s",
        name(round),
        round.policy(),
        round.against(),
        round.mean(),
        worst.ratio(),
        worst.name(),
        limit(round),
        round.held() ? "held" : "not held");
  }

  private static Scenario worst(Round round) {
    return round.scenarios().stream()
        .max(Comparator.comparingDouble(Scenario::ratio))
        .orElseThrow();
  }

  private static String limit(Round round) {
    return format(Locale.ROOT, "%s at most %.2f", round.ofMean() ? "mean" : "each", round.limit());
  }

  private static String name(Round round) {
    return round.proxies() == 0
        ? round.group()
        : "%s, %d proxies".formatted(round.group(), round.proxies());
  }

  private static String code(String text) {
    return text.replace("`", "'");
  }

  /** Two for each policy: where something can be learned, then everywhere else. */
  private static List<Chart> charts(LeagueResult league) {
    List<Chart> charts = new ArrayList<>();
    for (boolean ofMean : new boolean[] {true, false}) {
      for (String policy :
          league.rounds().stream().map(Round::policy).distinct().toList()) {
        List<Round> rounds = league.rounds().stream()
            .filter(round -> round.policy().equals(policy) && round.ofMean() == ofMean)
            .toList();
        if (!rounds.isEmpty()) {
          charts.add(chart(policy, rounds));
        }
      }
    }
    return charts;
  }

  private static Chart chart(String policy, List<Round> rounds) {
    Round any = rounds.getFirst();
    List<Bar> rows = new ArrayList<>();
    for (Round round : rounds) {
      if (round.ofMean()) {
        rows.add(new Bar("mean", round.mean(), round.low(), round.high()));
      }
      for (Scenario scenario : round.scenarios()) {
        rows.add(Bar.of(
            scenario.name() + (round.proxies() == 0 ? "" : ", " + round.proxies()),
            scenario.ratio()));
      }
    }
    return IntervalPlot.of(
        "%s: %s".formatted(any.ofMean() ? "Learnable" : "Elsewhere", policy),
        format(
            Locale.ROOT,
            "p99 over that of %s; dashed: 1 and the limit of %s.",
            any.against(),
            any.ofMean() ? "the mean, 0.90" : "each scenario, 1.02"),
        "ratio",
        rows,
        List.of(1.0, any.limit()),
        "#2f6fe4");
  }
}
