package io.adaptivelb.forecast;

import io.adaptivelb.dataset.Slice;
import io.adaptivelb.evaluation.Errors;
import io.adaptivelb.learner.Ensemble;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.learner.TreeParameters;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a target's model: trees learn by how much the better baseline is off. The last fifth of each slice, behind a gap, decides how many
 * rounds, which share of the correction to believe, and whether trees are worth it at all; then they are grown on everything.
 */
final class ForecastTrainer {
  /** Minutes before the validation tail that nothing is trained on. */
  static final int GAP_MINUTES = 10;
  /** The last share of a slice, for validation. */
  static final double VALIDATION_SHARE = 0.2;
  /** Below this gain in validation the baseline serves: it may be chance, and a baseline cannot break. */
  static final double LEAST_GAIN = 0.005;

  private static final double[] SHARES = {1, 0.75, 0.5, 0.25};

  static final TreeParameters PARAMETERS = new TreeParameters(
      TreeParameters.Objective.ABSOLUTE_ERROR, 5, 0.05, 10, 0.7, 0.5, 1, 1_000, 60, List.of());

  private final Learner learner;
  private final TreeParameters parameters;
  private final List<Long> seeds;

  ForecastTrainer(Learner learner, TreeParameters parameters, List<Long> seeds) {
    this.learner = learner;
    this.parameters = parameters;
    this.seeds = List.copyOf(seeds);
  }

  /** A slice to train on, with its examples. */
  record Material(Slice slice, List<Example> examples) {}

  /** Trains; the examples' forecast minutes lie in their slices. */
  ForecastModel train(List<Material> materials) {
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
      return ForecastModel.plain(better(all), 0);
    }
    Baseline baseline = better(validation);
    int rounds = learner.bestRounds(
        parameters,
        ForecastModel.rows(fit, baseline),
        ForecastModel.rows(validation, baseline),
        seeds.getFirst());
    double toBeat =
        Math.min(error(validation, Baseline.PERSISTENCE), error(validation, Baseline.EWMA_10));
    double bestShare = 0;
    double bestGain = 1 - error(validation, baseline) / toBeat;
    try (Ensemble trial = trees(fit, baseline, rounds)) {
      for (double share : SHARES) {
        double gain = 1
            - error(
                    validation,
                    ForecastModel.corrected(baseline, share, trial, rounds, 0).predict(validation))
                / toBeat;
        if (gain > bestGain) {
          bestGain = gain;
          bestShare = share;
        }
      }
    }
    if (bestShare == 0 || !(bestGain >= LEAST_GAIN)) {
      return ForecastModel.plain(baseline, Double.isNaN(bestGain) ? 0 : bestGain);
    }
    return ForecastModel.corrected(
        baseline, bestShare, trees(all, baseline, rounds), rounds, bestGain);
  }

  private Ensemble trees(List<Example> examples, Baseline baseline, int rounds) {
    return learner.train(parameters.exactly(rounds), ForecastModel.rows(examples, baseline), seeds);
  }

  /** The baseline with the smaller error; judged by the newest minutes, because what faults favour may not last. */
  private static Baseline better(List<Example> examples) {
    return error(examples, Baseline.PERSISTENCE) <= error(examples, Baseline.EWMA_10)
        ? Baseline.PERSISTENCE
        : Baseline.EWMA_10;
  }

  static double error(List<Example> examples, Baseline baseline) {
    return error(
        examples,
        examples.stream().mapToDouble(example -> example.baseline(baseline)).toArray());
  }

  static double error(List<Example> examples, double[] predicted) {
    return Errors.meanAbsolute(
        examples.stream().mapToDouble(example -> example.actual).toArray(), predicted);
  }
}
