package io.adaptivelb.forecast;

import io.adaptivelb.learner.Predictor;
import java.util.List;

/**
 * How corrections of a baseline are learned.
 *
 * @param <P> what learns them
 */
interface Recipe<P extends Predictor> {
  /** The recipe that is best on examples that were not learned from. */
  Tuned<P> tune(Baseline baseline, List<Example> fit, List<Example> validation);

  /**
   * What validation left to learn.
   *
   * @param <P> what learns
   */
  interface Tuned<P extends Predictor> {
    /** Learns from examples. */
    Correction<P> learn(List<Example> examples);

    /** How long it learns: rounds of trees, passes over the examples; the larger one of both scalings. */
    int rounds();
  }
}
