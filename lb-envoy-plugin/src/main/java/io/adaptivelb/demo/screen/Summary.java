package io.adaptivelb.demo.screen;

import io.adaptivelb.demo.verdict.Breakdown;
import io.adaptivelb.demo.verdict.Figures;
import io.adaptivelb.demo.verdict.Measurement;
import io.adaptivelb.demo.verdict.Ratios;
import java.util.ArrayList;
import java.util.List;

/** The two phases side by side, and where slowness and errors came from. */
public final class Summary {
  private Summary() {}

  /** The lines, without the verdict. */
  public static List<String> lines(Measurement equal, Measurement adaptive) {
    List<String> lines = new ArrayList<>();
    Figures before = equal.figures();
    Figures after = adaptive.figures();
    Ratios ratios = Ratios.of(before, after);
    lines.add("%-28s %14s %14s".formatted("", "equal weights", "our weights"));
    lines.add(millis("p50, ms", before.p50Millis(), after.p50Millis(), ""));
    lines.add(millis("p90, ms", before.p90Millis(), after.p90Millis(), ""));
    lines.add(
        millis("p99, ms", before.p99Millis(), after.p99Millis(), Numbers.times(ratios.p99())));
    lines.add("%-28s %14s %14s  %s"
        .formatted(
            "errors",
            Numbers.percent(before.errorRatio()),
            Numbers.percent(after.errorRatio()),
            Numbers.times(ratios.errors())));
    lines.add("%-28s %14d %14d".formatted("requests", equal.requests(), adaptive.requests()));
    lines.add(millis(
        "generator late at p99, ms", equal.lag().p99Millis(), adaptive.lag().p99Millis(), ""));
    lines.add("%-28s %14s %14s"
        .formatted(
            "machine busy",
            Numbers.percent(equal.machineBusyRatio()),
            Numbers.percent(adaptive.machineBusyRatio())));
    lines.add("");
    lines.add("Where it came from (share of requests, p99, share of the slowest 1 %, errors):");
    List<Breakdown> ours = Breakdown.of(adaptive);
    for (Breakdown line : Breakdown.of(equal)) {
      lines.add("  %-11s %s   %s"
          .formatted(
              line.name().isEmpty() ? "(no answer)" : line.name(),
              column(line),
              ours.stream()
                  .filter(other -> other.name().equals(line.name()))
                  .findFirst()
                  .map(Summary::column)
                  .orElse("")));
    }
    return lines;
  }

  private static String column(Breakdown line) {
    return "%7s %6s ms %6s %6d"
        .formatted(
            Numbers.percent(line.share()),
            Numbers.millis(line.figures().p99Millis()),
            Numbers.percent(line.slowShare()),
            line.errors());
  }

  private static String millis(String name, double before, double after, String note) {
    return "%-28s %14s %14s  %s"
        .formatted(name, Numbers.millis(before), Numbers.millis(after), note)
        .stripTrailing();
  }
}
