package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.play.Figures;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** Figures as a table for a terminal, the mean of the seeds in a line. */
public final class FiguresTable {
  private static final List<String> HEADS = List.of(
      "policy",
      "p50 ms",
      "p90 ms",
      "p95 ms",
      "p99 ms",
      "p99.9 ms",
      "p99 penal.",
      "errors %",
      "in SLO %",
      "max/mean",
      "oscill.",
      "pushes/min");

  private FiguresTable() {}

  /**
   * A table.
   *
   * @param rows means, one a policy
   */
  public static String of(List<Figures> rows) {
    int widest = rows.stream().mapToInt(row -> row.policy().length()).max().orElse(6);
    Column[] columns = new Column[HEADS.size()];
    columns[0] = new Column(widest + 2, 0, Overflow.SPAN);
    for (int i = 1; i < columns.length; i++) {
      columns[i] = new Column(12, 0, Overflow.SPAN);
    }
    ColorScheme plain = new ColorScheme.Builder(Ansi.OFF).build();
    TextTable table = TextTable.forColumns(plain, columns);
    table.addRowValues(HEADS.toArray(String[]::new));
    for (Figures row : rows) {
      table.addRowValues(
          row.policy(),
          number("%.1f", row.p50Millis()),
          number("%.1f", row.p90Millis()),
          number("%.1f", row.p95Millis()),
          number("%.1f", row.p99Millis()),
          number("%.1f", row.p999Millis()),
          number("%.1f", row.p99PenalisedMillis()),
          number("%.3f", 100 * row.errorRatio()),
          number("%.2f", 100 * row.goodputAtSlo()),
          number("%.2f", row.maxUtilisationRatio()),
          number("%.3f", row.oscillation()),
          number("%.1f", row.pushesPerMinute()));
    }
    return table.toString();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
