package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.chart.Bars;
import io.adaptivelb.simulator.chart.Palette;
import io.adaptivelb.simulator.league.Arena;
import io.adaptivelb.simulator.limit.LoadLimit;
import io.adaptivelb.simulator.limit.LoadSearch;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Document;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import java.util.List;

/** Highest loads: a table for a document, and a plot. */
public final class LimitReport {
  private LimitReport() {}

  /** A section; the limits are of one scenario. */
  public static Section of(String title, String text, List<LoadLimit> limits) {
    return new Section(2, title, text, List.of(chart(limits)), table(limits));
  }

  /** A document of its own. */
  public static Document page(Arena arena, String objective, List<LoadLimit> limits) {
    return new Document(List.of(
        Section.of(1, arena.name(), Table.plain(arena.about())),
        of("Highest load", "With " + objective + ".", limits)));
  }

  private static Chart chart(List<LoadLimit> limits) {
    List<String> policies = limits.stream().map(LoadLimit::policy).toList();
    return Bars.horizontal(
        "Highest utilisation that keeps the objective",
        "a share of what the fleet can do without faults.",
        "utilisation",
        limits.stream()
            .map(limit -> Bars.Bar.of(limit.policy(), limit.maxUtilisation()))
            .toList(),
        List.of(),
        new Palette(policies));
  }

  private static String table(List<LoadLimit> limits) {
    Table table =
        new Table(1, List.of("policy", "utilisation", "requests/s", "p99 there, ms", "errors"));
    for (LoadLimit limit : limits) {
      table.row(List.of(
          Words.code(limit.policy()),
          utilisation(limit),
          Words.number("%,.0f", limit.requestsPerSecond()),
          Words.millis(limit.p99Millis()),
          Words.percent(limit.errorRatio())));
    }
    return table.toString();
  }

  /** In words where the limit lies outside of what was searched. */
  public static String utilisation(LoadLimit limit) {
    return switch (limit.outcome()) {
      case FOUND -> Words.number("%.2f", limit.maxUtilisation());
      case BELOW_LOWEST -> Words.number("fails even at %.2f", LoadSearch.LOWEST);
      case ABOVE_HIGHEST -> Words.number("holds even at %.2f", LoadSearch.HIGHEST);
    };
  }
}
