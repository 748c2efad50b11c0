package io.adaptivelb.registry;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The rules that the texts of a manifest and of the history obey; they come from people and from foreign files. */
final class Rules {
  private static final int MAX_ENTRIES = 1_000;

  private Rules() {}

  /** Throws {@link IllegalArgumentException} unless the text has 1…max characters, none of them a control character. */
  static void requireText(String name, String text, int max) {
    if (text.isBlank() || text.length() > max) {
      throw new IllegalArgumentException("%s %s has %d characters; 1…%d are needed"
          .formatted(name, quote(text), text.strip().length(), max));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "%s %s has a control character".formatted(name, quote(text)));
    }
  }

  /** Throws {@link IllegalArgumentException} unless the text matches. */
  static void requireMatch(String name, String text, Pattern pattern, String rule) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("%s %s is not %s".formatted(name, quote(text), rule));
    }
  }

  /** A copy in the order of the keys; throws {@link IllegalArgumentException} when there are too many or a key is no text. */
  static <V> SortedMap<String, V> requireEntries(String name, Map<String, V> map) {
    if (map.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "%s has %d entries; at most %d are allowed".formatted(name, map.size(), MAX_ENTRIES));
    }
    for (Map.Entry<String, V> entry : map.entrySet()) {
      requireText(name + " key", entry.getKey(), 100);
      if (entry.getValue() == null) {
        throw new IllegalArgumentException("%s %s is null".formatted(name, quote(entry.getKey())));
      }
    }
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /** What is echoed of a foreign text is bounded and printable. */
  static String quote(String text) {
    String printable = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    return printable.length() <= 80
        ? '"' + printable + '"'
        : '"' + printable.substring(0, 80) + "…\"";
  }
}
