package io.adaptivelb.forecast;

import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import java.util.List;
import java.util.Optional;

/** Forecasts one target: a baseline, and a share of the correction that trees give to it. Closed when no longer needed. */
final class ForecastModel implements AutoCloseable {
  private final Baseline baseline;
  private final double share;
  private final Optional<Correction> trees;
  private final int rounds;
  private final Validation validation;

  private ForecastModel(
      Baseline baseline,
      double share,
      Optional<Correction> trees,
      int rounds,
      Validation validation) {
    this.baseline = baseline;
    this.share = share;
    this.trees = trees;
    this.rounds = rounds;
    this.validation = validation;
  }

  /**
   * What the validation tail said.
   *
   * @param gain by how much the error was smaller than the better baseline's, as a share of it
   * @param interval the 95 % bootstrap interval of the gain
   */
  record Validation(double gain, Interval interval) {
    static final Validation NONE = new Validation(0, new Interval(0, 0));
  }

  static ForecastModel corrected(
      Baseline baseline, double share, Correction trees, int rounds, Validation validation) {
    return new ForecastModel(baseline, share, Optional.of(trees), rounds, validation);
  }

  /** The baseline as it is, because trees did not do better. */
  static ForecastModel plain(Baseline baseline, Validation validation) {
    return new ForecastModel(baseline, 0, Optional.empty(), 0, validation);
  }

  double[] predict(List<Example> examples) {
    double[] predicted =
        examples.stream().mapToDouble(example -> example.baseline(baseline)).toArray();
    if (trees.isPresent()) {
      double[] corrections = trees.get().predict(examples, baseline);
      for (int i = 0; i < predicted.length; i++) {
        predicted[i] += share * corrections[i];
      }
    }
    return predicted;
  }

  Baseline baseline() {
    return baseline;
  }

  double share() {
    return share;
  }

  boolean hasTrees() {
    return trees.isPresent();
  }

  int rounds() {
    return rounds;
  }

  Validation validation() {
    return validation;
  }

  double[] importance() {
    return trees.map(Correction::importance).orElseGet(() -> new double[0]);
  }

  @Override
  public void close() {
    trees.ifPresent(Correction::close);
  }
}
