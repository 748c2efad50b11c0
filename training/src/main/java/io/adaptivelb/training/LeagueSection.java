package io.adaptivelb.training;

import static java.lang.String.format;

import io.adaptivelb.simulator.chart.Bars;
import io.adaptivelb.simulator.chart.Bars.Bar;
import io.adaptivelb.simulator.chart.Palette;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import io.adaptivelb.training.LeagueResult.Round;
import io.adaptivelb.training.LeagueResult.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a model brought in the league, as a part of a page. */
final class LeagueSection {
  private LeagueSection() {}

  static Section of(LeagueResult league) {
    Table table = new Table(
        2,
        List.of(
            "scenarios", "policy", "mean", "95 % interval", "worst", "in", "limit", "held"));
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
        league.rounds().stream().map(LeagueSection::chart).toList(),
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
    return format(
        Locale.ROOT, "%s at most %.2f", round.ofMean() ? "mean" : "each", round.limit());
  }

  private static String name(Round round) {
    return round.proxies() == 0
        ? round.group()
        : "%s, %d proxies".formatted(round.group(), round.proxies());
  }

  private static String code(String text) {
    return text.replace("`", "'");
  }

  private static Chart chart(Round round) {
    List<Bar> bars = new ArrayList<>();
    if (round.ofMean()) {
      bars.add(new Bar("mean", round.mean(), round.low(), round.high()));
    }
    round.scenarios().forEach(scenario -> bars.add(Bar.of(scenario.name(), scenario.ratio())));
    return Bars.horizontal(
        "%s: %s".formatted(name(round), round.policy()),
        format(
            Locale.ROOT,
            "p99 over that of %s; dashed: 1 and the limit of %s.",
            round.against(),
            round.ofMean() ? "the mean, 0.90" : "each, 1.02"),
        "ratio",
        bars,
        Stream.of(1.0, round.limit()).toList(),
        Palette.only("#2f6fe4"));
  }
}
