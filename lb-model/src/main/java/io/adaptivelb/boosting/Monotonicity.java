package io.adaptivelb.boosting;

import java.util.List;

/** What a {@link MonotonicityCheck} found for one output and one feature. */
public sealed interface Monotonicity {
  /** Which output of the model. */
  int output();

  /** Which feature must be monotone. */
  int feature();

  /** For all rows the output moves the way it must, or not at all. */
  record Proven(int output, int feature) implements Monotonicity {}

  /**
   * Here it moves the other way.
   *
   * @param row the other features' values, NaN where missing; that of the feature itself is {@code below}
   * @param below a value of the feature
   * @param above the next larger one that a tree tells from it
   * @param step how far the margin moves the wrong way between the two; &gt; 0
   */
  record Refuted(int output, int feature, List<Float> row, float below, float above, double step)
      implements Monotonicity {
    /** Copies the row. */
    public Refuted {
      row = List.copyOf(row);
    }
  }

  /** Too many combinations of leaves to go through; neither proven nor refuted. */
  record Undecided(int output, int feature, String reason) implements Monotonicity {}
}
