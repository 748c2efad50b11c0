package io.adaptivelb.exposition;

import java.util.List;
import java.util.Locale;

/**
 * Picks series of one name and says how they become one number: a small subset of PromQL, which readers know.
 *
 * <pre>
 * http_requests_total{code=~"2..",path!="/metrics"}     the sum over the series that match
 * count(node_cpu_seconds_total{mode="idle"})            how many match
 * process_cpu_time_ns_total * 1e-9                      converted to base units
 * </pre>
 *
 * <p>Immutable.
 *
 * @param aggregate what becomes of several series
 * @param name the metric's full name, suffix included
 * @param matchers all must hold
 * @param factor multiplies every value; finite and not 0
 */
public record Selector(Aggregate aggregate, String name, List<Matcher> matchers, double factor) {
  /** What becomes of several series that match. */
  public enum Aggregate {
    /** They add up. */
    SUM,
    /** They are counted, whatever they read. */
    COUNT,
    /** The largest one wins. */
    MAX
  }

  /** Copies the list; throws {@link IllegalArgumentException} when the name is none or the factor 0 or not finite. */
  public Selector {
    if (!name.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
      throw new IllegalArgumentException("\"%s\" is not a metric name".formatted(name));
    }
    if (factor == 0 || Double.isNaN(factor) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("factor %s must be finite and not 0".formatted(factor));
    }
    matchers = List.copyOf(matchers);
  }

  /**
   * Parses the notation above.
   *
   * @throws IllegalArgumentException naming the text and the column where it stops making sense
   */
  public static Selector parse(String text) {
    return new SelectorParser(text).parse();
  }

  /** The notation that {@link #parse} reads. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name);
    if (!matchers.isEmpty()) {
      text.append('{');
      for (int i = 0; i < matchers.size(); i++) {
        text.append(i == 0 ? "" : ",").append(matchers.get(i));
      }
      text.append('}');
    }
    if (aggregate != Aggregate.SUM) {
      text.insert(0, aggregate.name().toLowerCase(Locale.ROOT) + "(").append(')');
    }
    return factor == 1 ? text.toString() : text.append(" * ").append(factor).toString();
  }
}
