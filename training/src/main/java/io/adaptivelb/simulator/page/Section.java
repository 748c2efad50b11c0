package io.adaptivelb.simulator.page;

import java.util.List;
import java.util.Locale;

/**
 * A part of a document.
 *
 * @param level of its heading, 1 for the whole document's; 1…4
 * @param title its heading
 * @param text Markdown that comes first
 * @param charts plots, which only the page has
 * @param details Markdown that comes last
 */
public record Section(int level, String title, String text, List<Chart> charts, String details) {
  /** Copies. */
  public Section {
    charts = List.copyOf(charts);
  }

  /** One without plots. */
  public static Section of(int level, String title, String text) {
    return new Section(level, title, text, List.of(), "");
  }

  /** What a link within the page points to. */
  String id() {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  String markdown() {
    String body = text.strip() + (details.isBlank() ? "" : "\n\n" + details.strip());
    return "#".repeat(level) + " " + title + "\n\n" + (body.isBlank() ? "" : body.strip() + "\n");
  }
}
