package io.adaptivelb.degradation;

import io.adaptivelb.learner.Ensemble;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.learner.Rows;
import io.adaptivelb.learner.TreeParameters;
import java.util.List;

/** The probability that a pod is degraded, by trees; not yet calibrated. Closed when no longer needed. */
final class DegradationModel implements AutoCloseable {
  static final TreeParameters PARAMETERS = new TreeParameters(
      TreeParameters.Objective.LOGISTIC,
      4,
      0.05,
      20,
      0.6,
      0.3,
      20,
      150,
      0,
      DegradationFeatures.directions());

  private final Ensemble trees;

  private DegradationModel(Ensemble trees) {
    this.trees = trees;
  }

  static DegradationModel train(
      Learner learner, TreeParameters parameters, List<State> states, List<Long> seeds) {
    return new DegradationModel(learner.train(parameters, rows(states), seeds));
  }

  double[] predict(List<State> states) {
    return trees.predict(rows(states));
  }

  double[] importance() {
    return trees.importance();
  }

  /** Degraded minutes are rare: they weigh more, by the root of how rare they are. */
  private static Rows rows(List<State> states) {
    long degraded = states.stream().filter(state -> state.degraded).count();
    double weight = Math.sqrt((double) (states.size() - degraded) / Math.max(1, degraded));
    Rows rows = new Rows(DegradationFeatures.SCHEMA.size());
    for (State state : states) {
      rows.add(state.features, state.degraded ? 1 : 0, state.degraded ? weight : 1);
    }
    return rows;
  }

  @Override
  public void close() {
    trees.close();
  }
}
