package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.chart.Bars;
import io.adaptivelb.simulator.chart.HeatMap;
import io.adaptivelb.simulator.chart.Palette;
import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import io.adaptivelb.simulator.play.Figures;
import java.util.ArrayList;
import java.util.List;

/** The first group with one number of proxies: every policy in every scenario, and the means. */
final class Round {
  private static final List<String> BASELINES = List.of(Names.ROUND_ROBIN, Names.LEAST_REQUEST);
  private static final List<String> SHOWN = List.of(
      Names.LEAST_REQUEST, "peak_ewma", "prequal", Names.STOCK, Names.PEAK_EWMA, Names.PROBING);

  private final Standings standings;
  private final List<String> scenarios;
  private final List<String> policies;

  private Round(Part part) {
    standings = new Standings(part.runs());
    scenarios = standings.scenarios();
    policies = standings.policies();
  }

  static Section of(Part part) {
    Round round = new Round(part);
    return new Section(
        2,
        "%d proxies".formatted(part.proxies()),
        "",
        round.charts(),
        round.table() + "\n" + round.ratios());
  }

  private List<Chart> charts() {
    Palette palette = new Palette(policies);
    List<Chart> charts = new ArrayList<>();
    if (standings.played(Names.LEAST_REQUEST)) {
      charts.add(map(standings));
      charts.add(means(palette));
      charts.add(scores());
    }
    List<List<Double>> millis = new ArrayList<>();
    for (String policy : policies) {
      millis.add(scenarios.stream()
          .map(scenario -> standings.mean(List.of(scenario), policy))
          .toList());
    }
    charts.add(Bars.grouped(
        "p99 in each scenario",
        "failures as 1 s, logarithmic. Click names to add or remove policies.",
        "ms",
        scenarios,
        policies,
        millis,
        SHOWN,
        palette));
    return charts;
  }

  static Chart map(Standings standings) {
    List<String> scenarios = standings.scenarios();
    List<String> columns = new ArrayList<>(scenarios);
    columns.add("mean");
    List<List<Double>> ratios = new ArrayList<>();
    for (String policy : standings.policies()) {
      List<Double> row = new ArrayList<>();
      scenarios.forEach(s -> row.add(standings.ratio(s, policy, Names.LEAST_REQUEST)));
      row.add(standings.ratio(scenarios, policy, Names.LEAST_REQUEST).value());
      ratios.add(row);
    }
    return HeatMap.ratios(
        "p99 as a ratio to least request",
        "blue is better, orange worse; a step of the colour is a step of the logarithm.",
        columns,
        standings.policies(),
        ratios);
  }

  private Chart means(Palette palette) {
    List<Bars.Bar> bars = new ArrayList<>();
    for (String policy : policies) {
      Standings.Ratio ratio = standings.ratio(scenarios, policy, Names.LEAST_REQUEST);
      bars.add(new Bars.Bar(policy, ratio.value(), ratio.low(), ratio.high()));
    }
    return Bars.horizontal(
        "Geometric mean over the scenarios",
        "p99 as a ratio to least request; grey: 95 % bootstrap interval over seeds.",
        "× least_request",
        bars,
        List.of(1.0),
        palette);
  }

  private Chart scores() {
    List<List<Integer>> counts = new ArrayList<>();
    for (String policy : policies) {
      Standings.Score score = standings.score(scenarios, policy, Names.LEAST_REQUEST);
      counts.add(List.of(score.wins(), score.ties(), score.losses()));
    }
    return Bars.stacked(
        "Scenarios won, tied and lost against least request",
        "a tie is within 5 %.",
        policies,
        List.of("won", "tied", "lost"),
        List.of("#2f6fe4", "#98a1ab", "#e8590c"),
        counts);
  }

  private String table() {
    List<String> heads = new ArrayList<>(List.of("p99, ms"));
    heads.addAll(scenarios);
    heads.addAll(List.of("mean", "errors"));
    Table table = new Table(1, heads);
    for (String policy : policies) {
      List<String> cells = new ArrayList<>(List.of(Words.code(policy)));
      for (String scenario : scenarios) {
        Figures mean = standings.mean(scenario, policy);
        cells.add(Words.number("%.0f", mean.p99PenalisedMillis()));
      }
      cells.add(Words.number("**%.0f**", standings.mean(scenarios, policy)));
      cells.add(Words.number("%.3f %%", 100 * standings.errorRatio(scenarios, policy)));
      table.row(cells);
    }
    return table.toString();
  }

  private String ratios() {
    List<String> baselines = BASELINES.stream().filter(policies::contains).toList();
    List<String> heads = new ArrayList<>(List.of("mean ratio (95 % interval)"));
    baselines.forEach(b -> heads.addAll(List.of("to " + Words.code(b), "won/tied/lost")));
    Table table = new Table(1, heads);
    for (String policy : policies) {
      List<String> cells = new ArrayList<>(List.of(Words.code(policy)));
      for (String baseline : baselines) {
        Standings.Ratio ratio = standings.ratio(scenarios, policy, baseline);
        Standings.Score score = standings.score(scenarios, policy, baseline);
        cells.add(Words.ratio(ratio.value()) + " (" + Words.ratio(ratio.low()) + "–"
            + Words.ratio(ratio.high()) + ")");
        cells.add("%d/%d/%d".formatted(score.wins(), score.ties(), score.losses()));
      }
      table.row(cells);
    }
    return table.toString();
  }
}
