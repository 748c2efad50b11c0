package io.adaptivelb.admin;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses what somebody meant. */
final class Nearest {
  private static final int MAX_DISTANCE = 3;
  private static final int MAX_LISTED = 5;
  private static final LevenshteinDistance DISTANCE = new LevenshteinDistance(MAX_DISTANCE);

  private Nearest() {}

  /** {@code ; did you mean "x"?} where one of the names is near, otherwise nothing. */
  static String hint(String given, Collection<String> names) {
    Optional<String> best = names.stream()
        .filter(name -> distance(given, name) <= Math.min(MAX_DISTANCE, name.length() / 2))
        .min(Comparator.comparingInt(name -> distance(given, name)));
    return best.map(name -> "; did you mean \"%s\"?".formatted(name)).orElse("");
  }

  /** The same; where none is near, the names that there are, a few of them. */
  static String hintOrAll(String given, Collection<String> names) {
    String hint = hint(given, names);
    if (!hint.isEmpty() || names.isEmpty()) {
      return hint;
    }
    String some = names.stream().sorted().limit(MAX_LISTED).collect(Collectors.joining(", "));
    int more = names.size() - MAX_LISTED;
    return "; there are " + some + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private static int distance(String a, String b) {
    int bounded = DISTANCE.apply(a, b);
    return bounded < 0 ? Integer.MAX_VALUE : bounded;
  }
}
