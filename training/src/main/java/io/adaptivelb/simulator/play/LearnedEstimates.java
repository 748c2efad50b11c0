package io.adaptivelb.simulator.play;

import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.prediction.DefaultModel;
import io.adaptivelb.prediction.ModelEstimator;
import io.adaptivelb.prediction.ScoringModel;

/** Estimates with a model on top. Its trees are read once; they are immutable and shared by all runs. */
public final class LearnedEstimates {
  private LearnedEstimates() {}

  /** Of a model. */
  public static EstimatorFactory of(ScoringModel model) {
    return (cluster, settings) -> new ModelEstimator(cluster, settings, model);
  }

  /**
   * Of the model that comes along.
   *
   * @throws UserError when none does
   */
  static EstimatorFactory ofDefault() {
    return Default.ESTIMATES;
  }

  private static final class Default {
    static final EstimatorFactory ESTIMATES = of(
        DefaultModel.load()
            .orElseThrow(
                () -> new UserError(
                    "policy model+… needs a model, and none comes along with this build; config/train-default builds it")));
  }
}
