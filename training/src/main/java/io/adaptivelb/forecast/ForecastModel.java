package io.adaptivelb.forecast;

import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import io.adaptivelb.learner.Predictor;
import java.util.List;
import java.util.Optional;

/**
 * Forecasts one target: a baseline, and a share of what was learned to correct it. Closed when no longer needed.
 *
 * @param <P> what learned
 */
final class ForecastModel<P extends Predictor> implements AutoCloseable {
  private final Baseline baseline;
  private final double share;
  private final Optional<Correction<P>> correction;
  private final int rounds;
  private final Validation validation;

  private ForecastModel(
      Baseline baseline,
      double share,
      Optional<Correction<P>> correction,
      int rounds,
      Validation validation) {
    this.baseline = baseline;
    this.share = share;
    this.correction = correction;
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

  static <P extends Predictor> ForecastModel<P> corrected(
      Baseline baseline,
      double share,
      Correction<P> correction,
      int rounds,
      Validation validation) {
    return new ForecastModel<>(baseline, share, Optional.of(correction), rounds, validation);
  }

  /** The baseline as it is, because its corrections did not do better. */
  static <P extends Predictor> ForecastModel<P> plain(Baseline baseline, Validation validation) {
    return new ForecastModel<>(baseline, 0, Optional.empty(), 0, validation);
  }

  double[] predict(List<Example> examples) {
    double[] predicted =
        examples.stream().mapToDouble(example -> example.baseline(baseline)).toArray();
    if (correction.isPresent()) {
      double[] corrections = correction.get().predict(examples);
      for (int i = 0; i < predicted.length; i++) {
        predicted[i] += share * corrections[i];
      }
    }
    return predicted;
  }

  double share() {
    return share;
  }

  /** What is added to the baseline; empty where the baseline serves. */
  Optional<Correction<P>> correction() {
    return correction;
  }

  /** What serves: {@code model}, or the baseline by its name. */
  String servedBy(String model) {
    return correction.isPresent() ? model : baseline.name();
  }

  int rounds() {
    return rounds;
  }

  Validation validation() {
    return validation;
  }

  @Override
  public void close() {
    correction.ifPresent(Correction::close);
  }
}
