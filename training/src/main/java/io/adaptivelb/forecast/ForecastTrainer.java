package io.adaptivelb.forecast;

import io.adaptivelb.dataset.Slice;
import io.adaptivelb.evaluation.Errors;
import io.adaptivelb.forecast.ForecastModel.Validation;
import io.adaptivelb.learner.Predictor;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a target's model: trees, or a linear model, learn by how much the better baseline is off. The last fifth of each slice, behind a gap,
 * decides how long they learn, which share of the correction to believe, and whether it is worth it at all; then they learn from everything.
 *
 * @param <P> what learns
 */
final class ForecastTrainer<P extends Predictor> {
  /** Minutes before the validation tail that nothing is trained on. */
  static final int GAP_MINUTES = 10;
  /** The last share of a slice, for validation. */
  static final double VALIDATION_SHARE = 0.2;
  /**
   * When the interval of the gain in validation reaches below this, the baseline serves: it cannot break. Not 0, because rounds and share were
   * chosen on the same minutes.
   */
  static final double LEAST_GAIN = 0.005;

  private static final double[] SHARES = {1, 0.75, 0.5, 0.25};

  /** For a rival at its best: its correction counts even where it is not surely one. */
  static final double ANY_GAIN = Double.NEGATIVE_INFINITY;

  private final Recipe<P> recipe;
  private final double leastGain;

  ForecastTrainer(Recipe<P> recipe, double leastGain) {
    this.recipe = recipe;
    this.leastGain = leastGain;
  }

  /** A slice to train on, with its examples. */
  record Material(Slice slice, List<Example> examples) {}

  /** Trains; the examples' forecast minutes lie in their slices. */
  ForecastModel<P> train(List<Material> materials) {
    List<Example> fit = new ArrayList<>();
    List<Example> validation = new ArrayList<>();
    List<Example> all = new ArrayList<>();
    for (Material material : materials) {
      int tail = material.slice().tail(VALIDATION_SHARE);
      for (Example example : material.examples()) {
        all.add(example);
        if (example.minute >= tail) {
          validation.add(example);
        } else if (example.minute < tail - GAP_MINUTES) {
          fit.add(example);
        }
      }
    }
    if (fit.isEmpty() || validation.isEmpty()) {
      return ForecastModel.plain(better(all), Validation.NONE);
    }
    Baseline baseline = better(validation);
    Recipe.Tuned<P> tuned = recipe.tune(baseline, fit, validation);
    double bestShare = 0;
    AbsoluteErrors best = errors(ForecastModel.plain(baseline, Validation.NONE), validation);
    try (Correction<P> trial = tuned.learn(fit)) {
      for (double share : SHARES) {
        ForecastModel<P> candidate =
            ForecastModel.corrected(baseline, share, trial, tuned.rounds(), Validation.NONE);
        AbsoluteErrors errors = errors(candidate, validation);
        if (errors.gain() > best.gain()) {
          best = errors;
          bestShare = share;
        }
      }
    }
    Validation found = new Validation(best.gain(), best.interval());
    boolean worthIt = bestShare > 0 && found.interval().low() >= leastGain;
    return worthIt
        ? ForecastModel.corrected(baseline, bestShare, tuned.learn(all), tuned.rounds(), found)
        : ForecastModel.plain(baseline, found);
  }

  private static AbsoluteErrors errors(ForecastModel<?> model, List<Example> examples) {
    return new AbsoluteErrors(examples, model.predict(examples));
  }

  /** The baseline with the smaller error; judged by the newest minutes, because what faults favour may not last. */
  private static Baseline better(List<Example> examples) {
    return error(examples, Baseline.PERSISTENCE) <= error(examples, Baseline.EWMA_10)
        ? Baseline.PERSISTENCE
        : Baseline.EWMA_10;
  }

  private static double error(List<Example> examples, Baseline baseline) {
    return Errors.meanAbsolute(
        examples.stream().mapToDouble(example -> example.actual).toArray(),
        examples.stream().mapToDouble(example -> example.baseline(baseline)).toArray());
  }
}
