package io.adaptivelb.exposition;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A condition on one label, with the meaning that it has in PromQL: a label that a series does not have reads as the
 * empty string, and a regular expression must match the whole value. Immutable.
 */
public final class Matcher {
  /** PromQL's four operators. */
  public enum Operator {
    /** The value is the text. */
    EQUAL("="),
    /** The value is not the text. */
    NOT_EQUAL("!="),
    /** The whole value matches the expression. */
    MATCHES("=~"),
    /** The whole value does not match the expression. */
    NOT_MATCHES("!~");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }
  }

  private final String label;
  private final Operator operator;
  private final String text;
  private final Pattern pattern;

  /**
   * A condition.
   *
   * @throws IllegalArgumentException naming a regular expression that does not compile
   */
  public Matcher(String label, Operator operator, String text) {
    this.label = label;
    this.operator = operator;
    this.text = text;
    try {
      boolean literal = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
      this.pattern = Pattern.compile(text, literal ? Pattern.LITERAL : 0);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "label %s: \"%s\" is not a regular expression: %s"
              .formatted(label, text, e.getDescription().toLowerCase(Locale.ROOT)),
          e);
    }
  }

  /** The label's name. */
  public String label() {
    return label;
  }

  /** Whether a value, "" for a missing label, satisfies the condition. */
  public boolean test(String value) {
    return switch (operator) {
      case EQUAL -> text.equals(value);
      case NOT_EQUAL -> !text.equals(value);
      case MATCHES -> pattern.matcher(value).matches();
      case NOT_MATCHES -> !pattern.matcher(value).matches();
    };
  }

  @Override
  public String toString() {
    return label + operator.symbol + '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
