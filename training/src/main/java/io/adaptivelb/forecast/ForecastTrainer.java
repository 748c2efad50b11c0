package io.adaptivelb.forecast;

import io.adaptivelb.dataset.Slice;
import io.adaptivelb.evaluation.Errors;
import io.adaptivelb.forecast.Correction.Scaling;
import io.adaptivelb.forecast.ForecastModel.Validation;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.learner.TreeParameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Trains a target's model: trees learn by how much the better baseline is off. The last fifth of each slice, behind a gap, decides how many
 * rounds, which share of the correction to believe, and whether trees are worth it at all; then they are grown on everything.
 */
final class ForecastTrainer {
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
      return ForecastModel.plain(better(all), Validation.NONE);
    }
    Baseline baseline = better(validation);
    Map<Scaling, Integer> rounds =
        Correction.bestRounds(learner, parameters, baseline, fit, validation, seeds.getFirst());
    int most = Collections.max(rounds.values());
    double bestShare = 0;
    AbsoluteErrors best = errors(ForecastModel.plain(baseline, Validation.NONE), validation);
    try (Correction trial = trees(fit, baseline, rounds)) {
      for (double share : SHARES) {
        ForecastModel candidate =
            ForecastModel.corrected(baseline, share, trial, most, Validation.NONE);
        AbsoluteErrors errors = errors(candidate, validation);
        if (errors.gain() > best.gain()) {
          best = errors;
          bestShare = share;
        }
      }
    }
    Validation found = new Validation(best.gain(), best.interval());
    boolean worthIt = bestShare > 0 && found.interval().low() >= LEAST_GAIN;
    return worthIt
        ? ForecastModel.corrected(baseline, bestShare, trees(all, baseline, rounds), most, found)
        : ForecastModel.plain(baseline, found);
  }

  private static AbsoluteErrors errors(ForecastModel model, List<Example> examples) {
    return new AbsoluteErrors(examples, model.predict(examples));
  }

  private Correction trees(
      List<Example> examples, Baseline baseline, Map<Scaling, Integer> rounds) {
    return Correction.train(learner, parameters, baseline, rounds, examples, seeds);
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
