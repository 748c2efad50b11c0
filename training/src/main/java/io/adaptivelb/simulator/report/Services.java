package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.chart.Bars;
import io.adaptivelb.simulator.chart.Palette;
import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import io.adaptivelb.simulator.play.Figures;
import java.util.ArrayList;
import java.util.List;

/** The four services beside what was reported of them in production. */
final class Services {
  private static final double REPORTED_ERRORS = 0.008;
  private static final double REPORTED_ERRORS_AFTER = 0.0012;
  private static final List<Reported> REPORTED = List.of(
      new Reported(32, 89, 135, 42),
      new Reported(28, 95, 185, 58),
      new Reported(38, 125, 245, 78),
      new Reported(22, 78, 118, 35));

  /** Of one service, in milliseconds: under round robin, and the p99 under adaptive weights. */
  private record Reported(double p50, double p95, double p99, double p99After) {}

  private Services() {}

  static Section of(Part part) {
    Standings standings = new Standings(part.runs(), Figures::p99Millis);
    return new Section(
        2,
        "Four services",
        "Services whose latencies under round robin were reported from production, and what was reported of adaptive weights there"
            + " (p99 42, 58, 78 and 35 ms, errors from 0.8 to 0.12 %). The scenarios are tuned to the reported round robin; every other"
            + " line is what a policy makes of the same service.\n\n"
            + Groups.arenas(part),
        charts(standings),
        table(standings) + "\n" + ratios(part, standings));
  }

  private static boolean isReported(Standings standings) {
    return standings.scenarios().size() == REPORTED.size();
  }

  private static List<Chart> charts(Standings standings) {
    List<String> series = new ArrayList<>(standings.policies());
    List<List<Double>> millis = new ArrayList<>();
    for (String policy : standings.policies()) {
      millis.add(standings.scenarios().stream()
          .map(scenario -> standings.mean(scenario, policy).p99Millis())
          .toList());
    }
    if (isReported(standings)) {
      series.addAll(List.of("reported: round robin", "reported: adaptive"));
      millis.add(REPORTED.stream().map(Reported::p99).toList());
      millis.add(REPORTED.stream().map(Reported::p99After).toList());
    }
    return List.of(Bars.grouped(
        "p99 of the successes",
        "logarithmic. Click names to add or remove policies.",
        "ms",
        standings.scenarios(),
        series,
        millis,
        series,
        new Palette(series)));
  }

  private static String table(Standings standings) {
    List<String> heads = new ArrayList<>(List.of("p50 / p95 / p99 in ms, errors"));
    heads.addAll(standings.scenarios());
    Table table = new Table(1, heads);
    if (isReported(standings)) {
      List<String> before = new ArrayList<>(List.of("*reported: round robin*"));
      List<String> after = new ArrayList<>(List.of("*reported: adaptive weights*"));
      for (Reported reported : REPORTED) {
        before.add(cell(reported.p50(), reported.p95(), reported.p99(), REPORTED_ERRORS));
        after.add("– / – / %s, %s"
            .formatted(Words.millis(reported.p99After()), Words.percent(REPORTED_ERRORS_AFTER)));
      }
      table.row(before).row(after);
    }
    for (String policy : standings.policies()) {
      List<String> cells = new ArrayList<>(List.of(Words.code(policy)));
      for (String scenario : standings.scenarios()) {
        Figures mean = standings.mean(scenario, policy);
        cells.add(cell(mean.p50Millis(), mean.p95Millis(), mean.p99Millis(), mean.errorRatio()));
      }
      table.row(cells);
    }
    return table.toString();
  }

  private static String cell(double p50, double p95, double p99, double errors) {
    return "%s / %s / %s, %s"
        .formatted(Words.millis(p50), Words.millis(p95), Words.millis(p99), Words.percent(errors));
  }

  private static String ratios(Part part, Standings standings) {
    if (!standings.played(Names.ROUND_ROBIN)) {
      return "";
    }
    Standings penalised = new Standings(part.runs());
    List<String> over = standings.scenarios();
    List<String> heads = new ArrayList<>(List.of("p99 to `round_robin`"));
    heads.addAll(over);
    heads.addAll(List.of("mean (95 % interval)", "failures as 1 s", "errors"));
    Table table = new Table(1, heads);
    double base = standings.errorRatio(over, Names.ROUND_ROBIN);
    for (String policy : standings.policies()) {
      List<String> cells = new ArrayList<>(List.of(Words.code(policy)));
      over.forEach(s -> cells.add(Words.ratio(standings.ratio(s, policy, Names.ROUND_ROBIN))));
      Standings.Ratio mean = standings.ratio(over, policy, Names.ROUND_ROBIN);
      cells.add("%s (%s–%s)"
          .formatted(Words.ratio(mean.value()), Words.ratio(mean.low()), Words.ratio(mean.high())));
      cells.add(Words.ratio(penalised.ratio(over, policy, Names.ROUND_ROBIN).value()));
      double errors = standings.errorRatio(over, policy);
      cells.add(Words.ratio(errors == 0 ? 0 : errors / base));
      table.row(cells);
    }
    return table.toString();
  }
}
