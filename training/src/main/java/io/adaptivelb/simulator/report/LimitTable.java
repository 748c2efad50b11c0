package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.limit.LoadLimit;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** Highest loads as a table for a terminal. */
public final class LimitTable {
  private LimitTable() {}

  /** A line a policy. */
  public static String of(List<LoadLimit> limits) {
    int widest =
        limits.stream().mapToInt(limit -> limit.policy().length()).max().orElse(6);
    ColorScheme plain = new ColorScheme.Builder(Ansi.OFF).build();
    TextTable table = TextTable.forColumns(
        plain,
        new Column(Math.max(8, widest + 2), 0, Overflow.SPAN),
        new Column(21, 0, Overflow.SPAN),
        new Column(12, 0, Overflow.SPAN),
        new Column(12, 0, Overflow.SPAN),
        new Column(12, 0, Overflow.SPAN));
    table.addRowValues("policy", "utilisation", "requests/s", "p99 ms", "errors %");
    for (LoadLimit limit : limits) {
      table.addRowValues(
          limit.policy(),
          LimitReport.utilisation(limit),
          Words.number("%.0f", limit.requestsPerSecond()),
          Words.number("%.1f", limit.p99Millis()),
          Words.number("%.3f", 100 * limit.errorRatio()));
    }
    return table.toString();
  }
}
