package io.adaptivelb.exposition;

import io.adaptivelb.exposition.Selector.Aggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the notation of {@link Selector}: configuration, so clear errors matter and speed does not. */
final class SelectorParser {
  private final String text;
  private int at;

  SelectorParser(String text) {
    this.text = text;
  }

  Selector parse() {
    String name = word("a metric name");
    Aggregate aggregate = Aggregate.SUM;
    boolean call = take("(");
    if (call) {
      aggregate = switch (name.toLowerCase(Locale.ROOT)) {
        case "sum" -> Aggregate.SUM;
        case "count" -> Aggregate.COUNT;
        case "max" -> Aggregate.MAX;
        default -> throw error("knows the functions sum, count and max, not " + name);
      };
      name = word("a metric name");
    }
    List<Matcher> matchers = take("{") ? matchers() : List.of();
    if (call && !take(")")) {
      throw error("expects )");
    }
    double factor = take("*") ? number() : 1;
    skipSpaces();
    if (at < text.length()) {
      throw error("expects the end");
    }
    return new Selector(aggregate, name, matchers, factor);
  }

  private List<Matcher> matchers() {
    List<Matcher> matchers = new ArrayList<>();
    while (!take("}")) {
      String label = word("a label name");
      Matcher.Operator operator;
      if (take("=~")) {
        operator = Matcher.Operator.MATCHES;
      } else if (take("!~")) {
        operator = Matcher.Operator.NOT_MATCHES;
      } else if (take("!=")) {
        operator = Matcher.Operator.NOT_EQUAL;
      } else if (take("=")) {
        operator = Matcher.Operator.EQUAL;
      } else {
        throw error("expects =, !=, =~ or !~");
      }
      matchers.add(new Matcher(label, operator, quoted()));
      if (!take(",") && !text.startsWith("}", at)) {
        throw error("expects , or }");
      }
    }
    return matchers;
  }

  private String quoted() {
    if (!take("\"")) {
      throw error("expects a value in double quotes");
    }
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        char escaped = text.charAt(at++);
        switch (escaped) {
          case 'n' -> value.append('\n');
          case '\\', '"' -> value.append(escaped);
          default -> value.append(c).append(escaped);
        }
      } else {
        value.append(c);
      }
    }
    if (at == text.length()) {
      throw error("expects the closing quote");
    }
    at++;
    skipSpaces();
    return value.toString();
  }

  private String word(String what) {
    skipSpaces();
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_:".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    if (start == at) {
      throw error("expects " + what);
    }
    return text.substring(start, at);
  }

  private double number() {
    skipSpaces();
    int start = at;
    try {
      double number = Double.parseDouble(text.substring(at).strip());
      at = text.length();
      return number;
    } catch (NumberFormatException e) {
      at = start;
      IllegalArgumentException error = error("expects a number");
      error.initCause(e);
      throw error;
    }
  }

  private boolean take(String token) {
    skipSpaces();
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    return true;
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private IllegalArgumentException error(String expectation) {
    return new IllegalArgumentException(
        "selector \"%s\" %s at column %d".formatted(text, expectation, at + 1));
  }
}
