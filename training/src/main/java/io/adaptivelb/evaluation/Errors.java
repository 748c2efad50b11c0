package io.adaptivelb.evaluation;

/** Errors of predictions of numbers. */
public final class Errors {
  private Errors() {}

  /** The mean absolute error; NaN of nothing. */
  public static double meanAbsolute(double[] actual, double[] predicted) {
    requireSame(actual.length, predicted.length);
    double sum = 0;
    for (int i = 0; i < actual.length; i++) {
      sum += Math.abs(actual[i] - predicted[i]);
    }
    return sum / actual.length;
  }

  /**
   * The mean pinball loss of a predicted quantile: an actual value above it costs {@code quantile} times the distance, one below {@code 1 −
   * quantile} times (Koenker and Bassett, 1978).
   */
  public static double meanPinball(double[] actual, double[] predicted, double quantile) {
    requireSame(actual.length, predicted.length);
    if (!(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException(
          "quantile is %s; it must be between 0 and 1".formatted(quantile));
    }
    double sum = 0;
    for (int i = 0; i < actual.length; i++) {
      double above = actual[i] - predicted[i];
      sum += above >= 0 ? quantile * above : (quantile - 1) * above;
    }
    return sum / actual.length;
  }

  static void requireSame(int one, int other) {
    if (one != other) {
      throw new IllegalArgumentException("%d values and %d predictions".formatted(one, other));
    }
  }
}
