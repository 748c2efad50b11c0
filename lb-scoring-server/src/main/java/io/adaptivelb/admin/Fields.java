package io.adaptivelb.admin;

import io.adaptivelb.api.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The named values of a request, read one by one; all that is wrong with them is told at once. Not thread-safe.
 *
 * <p>A value that breaks a rule reads as absent, and {@link #finish} then throws.
 */
abstract class Fields {
  private final Set<String> known = new TreeSet<>();
  private final List<FieldError> errors = new ArrayList<>();
  private final String noun;
  private final String code;

  /** A reader whose errors have the given code, and call a value by the given noun. */
  Fields(String noun, String code) {
    this.noun = noun;
    this.code = code;
  }

  /** The names that came. */
  abstract Set<String> names();

  /** A string. */
  abstract Optional<String> text(String name);

  /** A string, parsed; a parser's {@link IllegalArgumentException} becomes the field's error. */
  final <T> Optional<T> parsed(String name, Function<String, T> parser) {
    return text(name).flatMap(value -> {
      try {
        return Optional.of(parser.apply(value));
      } catch (IllegalArgumentException e) {
        reject(name, String.valueOf(e.getMessage()));
        return Optional.empty();
      }
    });
  }

  /** One of the constants of an enum, in any case. */
  final <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
    return parsed(name, value -> {
      try {
        return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s is not one of %s".formatted(quote(value), List.of(type.getEnumConstants())), e);
      }
    });
  }

  /** Makes the name one of those that may come. */
  final void expect(String name) {
    known.add(name);
  }

  /** Notes that a field breaks a rule. */
  final void reject(String name, String message) {
    errors.add(new FieldError(name, message));
  }

  final boolean rejected(String name) {
    return errors.stream().anyMatch(error -> error.field().equals(name));
  }

  /** Throws {@link ProblemException} when anything is wrong, unknown names included. */
  final void finish() {
    for (String name : names()) {
      if (!known.contains(name)) {
        reject(
            clip(name),
            "no such %s%s (known: %s)"
                .formatted(noun, Hint.nearest(name, known), String.join(", ", known)));
      }
    }
    if (!errors.isEmpty()) {
      FieldError first = errors.getFirst();
      String more = errors.size() == 1 ? "" : " (and %d more)".formatted(errors.size() - 1);
      throw new ProblemException(
          400, code, "%s %s: %s%s".formatted(noun, first.field(), first.message(), more), errors);
    }
  }

  /** What a peer sent, as it may be echoed: short and printable. */
  static String quote(String value) {
    return '"' + clip(value) + '"';
  }

  private static String clip(String value) {
    String printable = value.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
  }
}
