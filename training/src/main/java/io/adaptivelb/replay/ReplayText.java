package io.adaptivelb.replay;

import io.adaptivelb.explanation.Explanation.Contribution;
import io.adaptivelb.explanation.Explanation.Counterfactual;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** A replay for a terminal. */
final class ReplayText {
  /** More are only on the page and in JSON. */
  private static final int MOST_ENDPOINTS = 40;

  private ReplayText() {}

  static String of(ReplayReport report) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(
        Locale.ROOT,
        "%s, %s to %s: %,d ticks of %.0f s%n%n",
        report.cluster(),
        report.from(),
        report.to(),
        report.ticks(),
        report.tickSeconds()));
    for (ReplayReport.Played played : report.policies()) {
      text.append(String.format(
          Locale.ROOT,
          "%s: %,d pushes; %s%n",
          played.policy(),
          played.pushes(),
          played.rungs().entrySet().stream()
              .map(rung -> String.format(
                  Locale.ROOT, "%.1f %% of the ticks %s", 100 * rung.getValue(), rung.getKey()))
              .collect(Collectors.joining(", "))));
    }
    text.append(System.lineSeparator()).append(table(report));
    int left = report.endpoints().size() - MOST_ENDPOINTS;
    if (left > 0) {
      text.append(
          "and %d more, whose weights moved less; --json and --html have them%n".formatted(left));
    }
    report.explanation().ifPresent(why -> text.append(System.lineSeparator()).append(reasons(why)));
    return text.toString();
  }

  private static String table(ReplayReport report) {
    List<String> heads = new ArrayList<>(List.of("endpoint"));
    for (ReplayReport.Played played : report.policies()) {
      for (String figure : List.of("least", "mean", "most", "last")) {
        heads.add(played.policy() + " " + figure);
      }
    }
    List<List<String>> rows = new ArrayList<>(List.of(heads));
    for (String endpoint : report.endpoints().stream().limit(MOST_ENDPOINTS).toList()) {
      List<String> row = new ArrayList<>(List.of(endpoint));
      for (ReplayReport.Played played : report.policies()) {
        Optional<ReplayReport.Line> line = report.line(played, endpoint);
        row.add(line.map(l -> String.valueOf(l.least())).orElse("-"));
        row.add(line.map(l -> String.format(Locale.ROOT, "%.0f", l.mean())).orElse("-"));
        row.add(line.map(l -> String.valueOf(l.most())).orElse("-"));
        row.add(line.map(l -> String.valueOf(l.last())).orElse("-"));
      }
      rows.add(row);
    }
    return table(rows);
  }

  private static String reasons(ReplayReport.Reasons why) {
    List<List<String>> rows = new ArrayList<>();
    int sum = 0;
    for (Contribution part : why.contributions()) {
      sum += part.weightUnits();
      rows.add(List.of(
          part.name().toLowerCase(Locale.ROOT),
          String.format(Locale.ROOT, "%+d", part.weightUnits()),
          String.valueOf(sum),
          part.reason()));
    }
    StringBuilder text = new StringBuilder("%s at %s under %s: weight %d (weights from %s)%n"
        .formatted(why.endpoint(), why.time(), why.policy(), why.weight(), why.rung()));
    text.append(table(rows));
    for (Counterfactual other : why.counterfactuals()) {
      text.append("%s: the weight would be %d%n".formatted(other.condition(), other.weight()));
    }
    return text.toString();
  }

  private static String table(List<List<String>> rows) {
    Column[] columns = new Column[rows.getFirst().size()];
    for (int i = 0; i < columns.length; i++) {
      int column = i;
      int widest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
      columns[i] = new Column(widest + 2, 0, Overflow.SPAN);
    }
    ColorScheme plain = new ColorScheme.Builder(Ansi.OFF).build();
    TextTable table = TextTable.forColumns(plain, columns);
    rows.forEach(row -> table.addRowValues(row.toArray(String[]::new)));
    return table.toString();
  }
}
