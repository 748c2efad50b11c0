package io.adaptivelb.admin;

import io.adaptivelb.settings.Nearest;
import java.util.Collection;
import java.util.stream.Collectors;

/** What an error says of the names that would have been right. */
final class Hint {
  private static final int MAX_LISTED = 5;

  private Hint() {}

  /** {@code ; did you mean "x"?} where one of the names is near, otherwise nothing. */
  static String nearest(String given, Collection<String> names) {
    return Nearest.to(given, names).map("; did you mean \"%s\"?"::formatted).orElse("");
  }

  /** The same; where none is near, the names that there are, a few of them. */
  static String nearestOrAll(String given, Collection<String> names) {
    String hint = nearest(given, names);
    if (!hint.isEmpty() || names.isEmpty()) {
      return hint;
    }
    String some = names.stream().sorted().limit(MAX_LISTED).collect(Collectors.joining(", "));
    int more = names.size() - MAX_LISTED;
    return "; there are " + some + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
