package io.adaptivelb.forecast;

import io.adaptivelb.evaluation.BlockBootstrap;
import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import java.util.Arrays;
import java.util.List;

/** The absolute errors of forecasts, row by row, beside those of the baselines. */
final class AbsoluteErrors {
  private static final int RESAMPLES = 1_000;

  private final List<Example> examples;
  private final double[] persistence;
  private final double[] ewma;
  private final double[] model;

  AbsoluteErrors(List<Example> examples, double[] predicted) {
    int n = examples.size();
    this.examples = examples;
    persistence = new double[n];
    ewma = new double[n];
    model = new double[n];
    for (int i = 0; i < n; i++) {
      Example example = examples.get(i);
      persistence[i] = Math.abs(example.actual - example.persistence);
      ewma[i] = Math.abs(example.actual - example.ewma);
      model[i] = Math.abs(example.actual - predicted[i]);
    }
  }

  double persistence(int[] rows) {
    return mean(persistence, rows);
  }

  double ewma(int[] rows) {
    return mean(ewma, rows);
  }

  double model(int[] rows) {
    return mean(model, rows);
  }

  private static double mean(double[] errors, int[] rows) {
    double sum = 0;
    for (int row : rows) {
      sum += errors[row];
    }
    return sum / rows.length;
  }

  /** By how much the forecasts' error is smaller than the better baseline's, as a share of it. */
  double gain() {
    return gain(once());
  }

  private double gain(int[] times) {
    double ofPersistence = 0;
    double ofEwma = 0;
    double ofModel = 0;
    for (int row = 0; row < times.length; row++) {
      ofPersistence += times[row] * persistence[row];
      ofEwma += times[row] * ewma[row];
      ofModel += times[row] * model[row];
    }
    double better = Math.min(ofPersistence, ofEwma);
    return better == 0 && ofModel == 0 ? 0 : 1 - ofModel / better;
  }

  /** The 95 % bootstrap interval of the gain, over blocks of a pod and an hour. */
  Interval interval() {
    return bootstrap().interval(this::gain);
  }

  /** By how much the forecasts' error is smaller than that of other forecasts of the same examples, as a share of it. */
  double lead(AbsoluteErrors others) {
    return lead(others, once());
  }

  private double lead(AbsoluteErrors others, int[] times) {
    double own = 0;
    double other = 0;
    for (int row = 0; row < times.length; row++) {
      own += times[row] * model[row];
      other += times[row] * others.model[row];
    }
    return other == 0 && own == 0 ? 0 : 1 - own / other;
  }

  /** The 95 % bootstrap interval of the lead: both forecasts are drawn together. */
  Interval leadInterval(AbsoluteErrors others) {
    return bootstrap().interval(times -> lead(others, times));
  }

  private BlockBootstrap bootstrap() {
    List<String> blocks = examples.stream()
        .map(example -> example.pod + " " + example.minute / 60)
        .toList();
    return new BlockBootstrap(blocks, RESAMPLES);
  }

  private int[] once() {
    int[] once = new int[model.length];
    Arrays.fill(once, 1);
    return once;
  }
}
