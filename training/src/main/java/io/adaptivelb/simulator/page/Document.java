package io.adaptivelb.simulator.page;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a report says, however it is shown.
 *
 * @param sections the first one's title is the document's
 */
public record Document(List<Section> sections) {
  /** Throws {@link IllegalArgumentException} when it is empty. */
  public Document {
    sections = List.copyOf(sections);
    if (sections.isEmpty()) {
      throw new IllegalArgumentException("sections is empty; a document has one at least");
    }
  }

  /** Its title. */
  public String title() {
    return sections.getFirst().title();
  }

  /** As Markdown, without plots. */
  public String markdown() {
    return sections.stream().map(Section::markdown).collect(Collectors.joining("\n"));
  }
}
