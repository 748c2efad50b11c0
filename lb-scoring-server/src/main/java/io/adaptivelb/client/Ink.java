package io.adaptivelb.client;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/**
 * Tables, bars and colours, written as picocli's mark-up until they are printed. Colours appear on a terminal only, and
 * not where {@code NO_COLOR} is set.
 *
 * @param ansi whether to colour
 */
record Ink(Ansi ansi) {
  private static final int BAR = 20;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  static String good(String text) {
    return paint("green", text);
  }

  static String bad(String text) {
    return paint("red", text);
  }

  static String warning(String text) {
    return paint("yellow", text);
  }

  static String bold(String text) {
    return paint("bold", text);
  }

  static String faint(String text) {
    return paint("faint", text);
  }

  private static String paint(String style, String text) {
    return "@|" + style + " " + text + "|@";
  }

  /**
   * What a server or a person sent, as it may be printed: nothing that moves the cursor, turns the direction of writing or
   * reads as a colour.
   */
  static String plain(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?").replace("@|", "@ |").replace("|@", "| @");
  }

  /** A line with its colours. */
  String line(String text) {
    return ansi.string(text);
  }

  /** A bar, full at {@code max}. */
  static String bar(double value, double max) {
    if (!(max > 0) || !(value > 0)) {
      return "";
    }
    int eighths = (int) Math.round(Math.min(1, value / max) * BAR * 8);
    StringBuilder bar = new StringBuilder("█".repeat(eighths / 8));
    if (eighths % 8 > 0) {
      bar.append(EIGHTHS.charAt(eighths % 8));
    }
    return bar.toString();
  }

  /** Rows in columns as wide as they need to be; the first row is the heading. Cells may be coloured. */
  String table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    Column[] layout = new Column[columns];
    List<Ansi.Text[]> cells = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      Ansi.Text[] line = new Ansi.Text[columns];
      for (int c = 0; c < columns; c++) {
        String cell = rows.get(r).get(c);
        line[c] = ansi.new Text(r == 0 && !cell.isEmpty() ? faint(cell) : cell);
      }
      cells.add(line);
    }
    for (int c = 0; c < columns; c++) {
      int column = c;
      int width = cells.stream()
          .mapToInt(line -> line[column].getCJKAdjustedLength())
          .max()
          .orElse(1);
      layout[c] = new Column(width + (c == 0 ? 1 : 2), c == 0 ? 0 : 2, Column.Overflow.SPAN);
    }
    TextTable table = TextTable.forColumns(Help.defaultColorScheme(ansi), layout);
    cells.forEach(line -> table.addRowValues(line));
    StringBuilder out = new StringBuilder();
    table
        .toString()
        .lines()
        .map(String::stripTrailing)
        .forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }

  /** A time for people: to the second. */
  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A number of things: {@code 1 override}, {@code 2 overrides}. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** How long ago or how far away, for people: {@code 12s}, {@code 5m}, {@code 3h}, {@code 2d}. */
  static String span(Instant from, Instant to) {
    long seconds = Math.max(0, Duration.between(from, to).toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 2 * 3_600) {
      return seconds / 60 + "m";
    }
    return seconds < 2 * 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }
}
