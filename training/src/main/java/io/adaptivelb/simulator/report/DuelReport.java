package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.chart.Bars;
import io.adaptivelb.simulator.chart.Intervals;
import io.adaptivelb.simulator.league.Duel;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import java.util.ArrayList;
import java.util.List;

/** What a model on top brings, scenario by scenario. */
final class DuelReport {
  private DuelReport() {}

  static Section of(List<Duel> duels) {
    return new Section(2, "With a model on top", text(duels), List.of(chart(duels)), table(duels));
  }

  private static String text(List<Duel> duels) {
    List<Duel> learnable =
        duels.stream().filter(duel -> duel.group().equals(Criteria.LEARNABLE)).toList();
    String mean = learnable.isEmpty()
        ? ""
        : " The geometric mean of the scenarios in which something can be learnt is **%s**."
            .formatted(Words.ratio(Duel.mean(learnable)));
    return """
        The p99 of %s over that of %s, seed by seed. Where a crash decides the p99, it takes many seeds to see a difference of a hundredth, so each
        scenario is played until the standard error of the mean is 0.007 or 96 seeds are played.%s
        """.formatted(
            Words.code(duels.getFirst().policy()), Words.code(duels.getFirst().rival()), mean);
  }

  private static Chart chart(List<Duel> duels) {
    List<Bars.Bar> rows = new ArrayList<>();
    for (Duel duel : duels) {
      rows.add(new Bars.Bar(name(duel), duel.ratio(), duel.low(), duel.high()));
    }
    return Intervals.of(
        "p99 with a model over p99 without",
        "Points with their 95 % intervals.",
        "× " + duels.getFirst().rival(),
        rows,
        List.of(1.0),
        "#2f6fe4");
  }

  private static String name(Duel duel) {
    return "%s, %d proxies".formatted(duel.scenario(), duel.proxies());
  }

  private static String table(List<Duel> duels) {
    Table table =
        new Table(2, List.of("group", "scenario", "proxies", "ratio (95 % interval)", "seeds"));
    for (Duel duel : duels) {
      table.row(List.of(
          duel.group(),
          Words.code(duel.scenario()),
          String.valueOf(duel.proxies()),
          "%s (%s–%s)"
              .formatted(
                  Words.ratio(duel.ratio()), Words.ratio(duel.low()), Words.ratio(duel.high())),
          String.valueOf(duel.seeds())));
    }
    return table.toString();
  }
}
