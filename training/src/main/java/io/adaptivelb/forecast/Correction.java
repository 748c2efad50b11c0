package io.adaptivelb.forecast;

import io.adaptivelb.learner.Ensemble;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.learner.Rows;
import io.adaptivelb.learner.TreeParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * By how much trees say that a baseline will be off: the mean of trees that learned it in the target's unit, and of trees that learned it in
 * scales of each pod. The former know a system best, the latter are of more use on another one. Closed when no longer needed.
 */
final class Correction implements AutoCloseable {
  private final Map<Scaling, Ensemble> trees;

  private Correction(Map<Scaling, Ensemble> trees) {
    this.trees = trees;
  }

  /** What a label is measured in. */
  enum Scaling {
    /** The target's unit. */
    UNIT,
    /** What the EWMA was off by in the pod's last hour: busy pods and quiet ones look alike. */
    POD;

    double of(Example example) {
      return this == UNIT ? 1 : example.scale;
    }
  }

  /** How many rounds are best on examples that were not trained on. */
  static Map<Scaling, Integer> bestRounds(
      Learner learner,
      TreeParameters parameters,
      Baseline baseline,
      List<Example> fit,
      List<Example> validation,
      long seed) {
    Map<Scaling, Integer> rounds = new EnumMap<>(Scaling.class);
    for (Scaling scaling : Scaling.values()) {
      rounds.put(
          scaling,
          learner.bestRounds(
              parameters, rows(fit, baseline, scaling), rows(validation, baseline, scaling), seed));
    }
    return rounds;
  }

  static Correction train(
      Learner learner,
      TreeParameters parameters,
      Baseline baseline,
      Map<Scaling, Integer> rounds,
      List<Example> examples,
      List<Long> seeds) {
    Map<Scaling, Ensemble> trees = new EnumMap<>(Scaling.class);
    rounds.forEach((scaling, exactly) -> trees.put(
        scaling,
        learner.train(parameters.exactly(exactly), rows(examples, baseline, scaling), seeds)));
    return new Correction(trees);
  }

  /** In the target's unit. */
  double[] predict(List<Example> examples, Baseline baseline) {
    double[] mean = new double[examples.size()];
    trees.forEach((scaling, ensemble) -> {
      double[] predicted = ensemble.predict(rows(examples, baseline, scaling));
      for (int i = 0; i < mean.length; i++) {
        mean[i] += predicted[i] * scaling.of(examples.get(i)) / trees.size();
      }
    });
    return mean;
  }

  /** The share of each column in what all splits gained. */
  double[] importance() {
    List<double[]> each = new ArrayList<>();
    trees.values().forEach(ensemble -> each.add(ensemble.importance()));
    double[] mean = new double[ForecastFeatures.SCHEMA.size()];
    Arrays.setAll(
        mean, i -> each.stream().mapToDouble(gains -> gains[i]).average().orElse(0));
    return mean;
  }

  /** Rows weigh as much as their scale, so that what is minimised still is the absolute error in the target's unit. */
  private static Rows rows(List<Example> examples, Baseline baseline, Scaling scaling) {
    Rows rows = new Rows(ForecastFeatures.SCHEMA.size());
    double mean = examples.stream().mapToDouble(scaling::of).average().orElse(1);
    for (Example example : examples) {
      double scale = scaling.of(example);
      rows.add(
          example.features, (example.actual - example.baseline(baseline)) / scale, scale / mean);
    }
    return rows;
  }

  @Override
  public void close() {
    trees.values().forEach(Ensemble::close);
  }
}
