package io.adaptivelb.training;

import static java.lang.String.format;

import io.adaptivelb.simulator.chart.Bars.Bar;
import io.adaptivelb.simulator.chart.Intervals;
import io.adaptivelb.simulator.league.Duel;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import io.adaptivelb.training.LeagueResult.Round;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a model brought in the league, as a part of a page. */
final class LeagueSection {
  private LeagueSection() {}

  static Section of(LeagueResult league) {
    Table table =
        new Table(2, List.of("scenarios", "mean", "worst", "in", "seeds", "limit", "held"));
    for (Round round : league.rounds()) {
      Duel worst = worst(round);
      table.row(List.of(
          Table.plain(name(round)),
          format(Locale.ROOT, "%.3f", round.mean()),
          format(Locale.ROOT, "%.3f (%.3f…%.3f)", worst.ratio(), worst.low(), worst.high()),
          Table.plain(worst.scenario()),
          String.valueOf(worst.seeds()),
          limit(round),
          round.held() ? "yes" : "**no**"));
    }
    Duel any = league.rounds().getFirst().scenarios().getFirst();
    return new Section(
        2,
        "The league",
        "`%s`: p99 of `%s`, with the model that came along, over that of `%s`, failures counted as 1 s, geometric means over seeds. Below 1 is better. Where something can be learned the mean must be at most 0.90; elsewhere no scenario may be above 1.02.%n%n%s"
            .formatted(code(league.command()), code(any.policy()), code(any.rival()), table),
        charts(league),
        "");
  }

  /** In a line. */
  static String line(Round round) {
    Duel worst = worst(round);
    return format(
        Locale.ROOT,
        "%s: mean %.3f, worst %.3f (%s); %s: %s",
        name(round),
        round.mean(),
        worst.ratio(),
        worst.scenario(),
        limit(round),
        round.held() ? "held" : "not held");
  }

  private static Duel worst(Round round) {
    return round.scenarios().stream()
        .max(Comparator.comparingDouble(Duel::ratio))
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

  /** Where something can be learned, then everywhere else. */
  private static List<Chart> charts(LeagueResult league) {
    List<Chart> charts = new ArrayList<>();
    for (boolean ofMean : new boolean[] {true, false}) {
      List<Round> rounds =
          league.rounds().stream().filter(round -> round.ofMean() == ofMean).toList();
      if (!rounds.isEmpty()) {
        charts.add(chart(rounds));
      }
    }
    return charts;
  }

  private static Chart chart(List<Round> rounds) {
    Round any = rounds.getFirst();
    List<Bar> rows = new ArrayList<>();
    for (Round round : rounds) {
      if (round.ofMean()) {
        rows.add(Bar.of("mean", round.mean()));
      }
      for (Duel duel : round.scenarios()) {
        rows.add(new Bar(
            duel.scenario() + (round.proxies() == 0 ? "" : ", " + round.proxies()),
            duel.ratio(),
            duel.low(),
            duel.high()));
      }
    }
    return Intervals.of(
        any.ofMean() ? "Learnable" : "Elsewhere",
        format(
            Locale.ROOT,
            "p99 over that without a model; dashed: 1 and the limit of %s.",
            any.ofMean() ? "the mean, 0.90" : "each scenario, 1.02"),
        "ratio",
        rows,
        List.of(1.0, any.limit()),
        "#2f6fe4");
  }
}
