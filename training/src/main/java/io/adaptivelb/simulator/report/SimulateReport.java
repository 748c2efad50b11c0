package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.chart.Bars;
import io.adaptivelb.simulator.chart.Curves;
import io.adaptivelb.simulator.chart.Palette;
import io.adaptivelb.simulator.league.Arena;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Document;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import io.adaptivelb.simulator.play.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A scenario's page: what policies reached in it, and what a run of each looked like. */
public final class SimulateReport {
  private SimulateReport() {}

  /**
   * The document.
   *
   * @param means of the seeds, one a policy
   * @param films what a run of each policy looked like, in the order of the policies
   */
  public static Document of(Arena arena, int seeds, List<Figures> means, List<Scenes> films) {
    List<Section> sections = new ArrayList<>();
    Palette palette = new Palette(means.stream().map(Figures::policy).toList());
    sections.add(new Section(
        1,
        arena.name(),
        facts(arena, "%d %s".formatted(seeds, seeds == 1 ? "seed" : "seeds")),
        List.of(),
        ""));
    sections.add(new Section(
        2,
        "What they reached",
        "Quantiles are geometric means of the seeds, of the successes; in the penalised one a failed request counts as 1 s.",
        List.of(
            quantiles(means, palette),
            bars(
                "Penalised p99",
                "a failure counts as 1 s.",
                "ms",
                means,
                Figures::p99PenalisedMillis,
                palette),
            bars(
                "Errors",
                "share of requests that failed.",
                "%",
                means,
                f -> 100 * f.errorRatio(),
                palette),
            bars(
                "Answered within the SLO",
                "share of requests.",
                "%",
                means,
                f -> 100 * f.goodputAtSlo(),
                palette)),
        table(means)));
    sections.add(Section.of(
        2,
        "What happened",
        "Seed 1, a second a column. The weights are those that were pushed last, relative to their mean; what an endpoint has in flight is"
            + " what it serves and queues. The warm-up before the measurement is shown too."));
    for (Scenes scenes : films) {
      sections.add(new Section(3, scenes.policy(), "", scenes.charts(), ""));
    }
    return new Document(sections);
  }

  /** What a scenario is, in Markdown. */
  public static String facts(Arena arena, String more) {
    return String.format(
        Locale.ROOT,
        "%s\n\n%,d proxies, %,d endpoints, %,.0f requests/s, %s.\n",
        Table.plain(arena.about()),
        arena.proxies(),
        arena.endpoints(),
        arena.requestsPerSecond(),
        more);
  }

  private static Chart quantiles(List<Figures> means, Palette palette) {
    return Curves.quantiles(
        "Latency",
        "of the successes, logarithmic.",
        List.of("p50", "p90", "p95", "p99", "p99.9"),
        means.stream().map(Figures::policy).toList(),
        means.stream()
            .map(f ->
                List.of(f.p50Millis(), f.p90Millis(), f.p95Millis(), f.p99Millis(), f.p999Millis()))
            .toList(),
        palette);
  }

  private static Chart bars(
      String title,
      String note,
      String axis,
      List<Figures> means,
      ToDoubleFunction<Figures> figure,
      Palette palette) {
    return Bars.horizontal(
        title,
        note,
        axis,
        means.stream()
            .map(f -> Bars.Bar.of(f.policy(), figure.applyAsDouble(f)))
            .toList(),
        List.of(),
        palette);
  }

  private static String table(List<Figures> means) {
    Table table = new Table(
        1,
        List.of(
            "policy",
            "p50 ms",
            "p90 ms",
            "p95 ms",
            "p99 ms",
            "p99.9 ms",
            "penalised p99 ms",
            "errors",
            "within SLO",
            "busiest / mean",
            "oscillation",
            "pushes/min"));
    for (Figures f : means) {
      table.row(List.of(
          Words.code(f.policy()),
          Words.millis(f.p50Millis()),
          Words.millis(f.p90Millis()),
          Words.millis(f.p95Millis()),
          Words.millis(f.p99Millis()),
          Words.millis(f.p999Millis()),
          Words.millis(f.p99PenalisedMillis()),
          Words.number("%.3f %%", 100 * f.errorRatio()),
          Words.number("%.2f %%", 100 * f.goodputAtSlo()),
          Words.number("%.2f", f.maxUtilisationRatio()),
          Words.number("%.3f", f.oscillation()),
          Words.number("%.1f", f.pushesPerMinute())));
    }
    return table.toString();
  }
}
