package io.adaptivelb.evaluation;

/**
 * Makes probabilities of scores by a logistic curve through them (Platt, 1999, fitted as in Lin, Lin and Weng, 2007: Newton's method on
 * smoothed truths). Two parameters: what a few dozen episodes can carry. Order is kept, so ranks and AUC are.
 *
 * @param slope of the score's log-odds; never below 0
 * @param intercept in log-odds
 */
public record Platt(double slope, double intercept) {
  private static final int STEPS = 100;
  private static final double SMALLEST = 1e-6;

  /** Fits to raw probabilities and truths. */
  public static Platt fit(boolean[] truth, double[] raw) {
    Errors.requireSame(truth.length, raw.length);
    int positives = 0;
    for (boolean positive : truth) {
      positives += positive ? 1 : 0;
    }
    double high = (positives + 1.0) / (positives + 2.0);
    double low = 1 / (truth.length - positives + 2.0);
    double a = 1;
    double b = 0;
    for (int step = 0; step < STEPS; step++) {
      double gradientA = 0;
      double gradientB = 0;
      double aa = 1e-9;
      double ab = 0;
      double bb = 1e-9;
      for (int i = 0; i < raw.length; i++) {
        double x = logOdds(raw[i]);
        double p = sigmoid(a * x + b);
        double off = p - (truth[i] ? high : low);
        double weight = Math.max(p * (1 - p), 1e-12);
        gradientA += off * x;
        gradientB += off;
        aa += weight * x * x;
        ab += weight * x;
        bb += weight;
      }
      double determinant = aa * bb - ab * ab;
      double stepA = Math.clamp((bb * gradientA - ab * gradientB) / determinant, -1.0, 1.0);
      double stepB = Math.clamp((aa * gradientB - ab * gradientA) / determinant, -1.0, 1.0);
      a = Math.max(0, a - stepA);
      b -= stepB;
      if (Math.abs(stepA) + Math.abs(stepB) < 1e-9) {
        break;
      }
    }
    return new Platt(a, b);
  }

  /** The probability that a raw one stands for. */
  public double of(double raw) {
    return sigmoid(slope * logOdds(raw) + intercept);
  }

  private static double logOdds(double raw) {
    double p = Math.clamp(raw, SMALLEST, 1 - SMALLEST);
    return Math.log(p / (1 - p));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
