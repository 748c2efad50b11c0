package io.adaptivelb.simulator.report;

import java.util.List;

/**
 * Something that was asked of the league, and what came of it.
 *
 * @param number of the criterion that it is part of
 * @param what is compared with what, in Markdown
 * @param limit the largest value that holds, or the smallest
 * @param atMost whether it is the largest
 * @param values what was reached; empty when it was not played
 */
public record Check(int number, String what, double limit, boolean atMost, List<Value> values) {
  /** Copies. */
  public Check {
    values = List.copyOf(values);
  }

  /**
   * A value that was reached.
   *
   * @param where in which runs
   * @param value what
   */
  public record Value(String where, double value) {}

  /** What came of it. */
  public enum Verdict {
    /** All values hold. */
    HELD,
    /** Some do. */
    PARTLY,
    /** None does. */
    MISSED,
    /** There are none. */
    NOT_PLAYED
  }

  boolean holds(Value value) {
    return atMost ? value.value() <= limit : value.value() >= limit;
  }

  /** What came of it. */
  public Verdict verdict() {
    long held = values.stream().filter(this::holds).count();
    if (values.isEmpty()) {
      return Verdict.NOT_PLAYED;
    }
    return held == values.size() ? Verdict.HELD : held == 0 ? Verdict.MISSED : Verdict.PARTLY;
  }
}
