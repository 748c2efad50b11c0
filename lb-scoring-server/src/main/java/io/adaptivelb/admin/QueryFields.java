package io.adaptivelb.admin;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The query parameters of a request. A mistyped one is refused: {@code ?dryrun=true} must not drain production.
 */
final class QueryFields extends Fields {
  private final MultivaluedMap<String, String> parameters;

  QueryFields(UriInfo uri) {
    super("query parameter", "invalid_query");
    parameters = uri.getQueryParameters();
  }

  @Override
  Set<String> names() {
    return parameters.keySet();
  }

  @Override
  Optional<String> text(String name) {
    expect(name);
    List<String> values = parameters.get(name);
    if (values == null || values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      reject(name, "is given %d times".formatted(values.size()));
    }
    return Optional.of(values.getFirst());
  }

  /** {@code true} or {@code false}; false where it is absent. */
  boolean flag(String name) {
    return parsed(name, value -> switch (value) {
          case "true" -> true;
          case "false" -> false;
          default ->
            throw new IllegalArgumentException(quote(value) + " is neither true nor false");
        })
        .orElse(false);
  }

  /** A whole number. */
  Optional<Long> number(String name) {
    return parsed(name, value -> {
      try {
        return Long.parseLong(value);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(quote(value) + " is not a whole number", e);
      }
    });
  }
}
