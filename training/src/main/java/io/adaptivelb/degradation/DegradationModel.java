package io.adaptivelb.degradation;

import io.adaptivelb.learner.Ensemble;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.learner.Predictor;
import io.adaptivelb.learner.Rows;
import io.adaptivelb.learner.TreeParameters;
import io.adaptivelb.linear.LinearModel;
import io.adaptivelb.linear.LinearModel.Descent;
import java.util.List;

/**
 * The probability that a pod is degraded, not yet calibrated. Closed when no longer needed.
 *
 * @param <P> what learned it
 */
final class DegradationModel<P extends Predictor> implements AutoCloseable {
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

  private static final Descent DESCENT = new Descent(0.1, 5, 1);

  private final P learned;

  private DegradationModel(P learned) {
    this.learned = learned;
  }

  static DegradationModel<Ensemble> trees(
      Learner learner, TreeParameters parameters, List<State> states, List<Long> seeds) {
    return new DegradationModel<>(learner.train(parameters, rows(states), seeds));
  }

  /**
   * Logistic regression on the same features: what trees have to beat.
   *
   * @param data what its provenance calls the states
   */
  static DegradationModel<LinearModel> linear(String data, List<State> states) {
    return new DegradationModel<>(
        LinearModel.probability(DegradationFeatures.SCHEMA.names(), data, rows(states), DESCENT));
  }

  double[] predict(List<State> states) {
    return learned.predict(rows(states));
  }

  P learned() {
    return learned;
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
    learned.close();
  }
}
