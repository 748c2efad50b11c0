package io.adaptivelb.simulator.page;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Markdown table: names on the left, numbers on the right. */
public final class Table {
  private final StringBuilder text = new StringBuilder();

  /**
   * A table without rows.
   *
   * @param names how many columns are of names; the rest are of numbers
   */
  public Table(int names, List<String> heads) {
    line(heads.stream());
    text.append("|---".repeat(names))
        .append("|--:".repeat(heads.size() - names))
        .append("|\n");
  }

  /** Adds a row; its cells are Markdown. */
  public Table row(List<String> cells) {
    line(cells.stream());
    return this;
  }

  private void line(Stream<String> cells) {
    text.append(cells
        .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
        .collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /** Text in which no character means anything. */
  public static String plain(String text) {
    return text.replaceAll("([\\\\`*_{}\\[\\]<>#+!|&~-])", "\\\\$1").replace("\n", " ");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
