package io.adaptivelb.heads;

import io.adaptivelb.prediction.Target;

/**
 * The latencies of a tick's requests, as its three quantiles tell: x is ln(latency / sojourn time of the queueing curve). Between them, and
 * beyond, x is taken to be linear in ln(1/(1 − p)), so that p = 0.5, 0.9 and 0.99 are at 0.69, 2.3 and 4.6: a straight line there is a Pareto
 * tail.
 */
final class Readings {
  private static final double[] KNOTS = {-Math.log(0.5), -Math.log(0.1), -Math.log(0.01)};
  private static final double NARROWEST = 1e-4;

  private final double[] at;

  private Readings(double[] at) {
    this.at = at;
  }

  /** Whether all three quantiles of an example are known. */
  static boolean known(ExampleTable table, int row) {
    return !Float.isNaN(table.outcome(row, Target.LATENCY_P50))
        && !Float.isNaN(table.outcome(row, Target.LATENCY_P90))
        && !Float.isNaN(table.outcome(row, Target.LATENCY_P99));
  }

  static Readings of(ExampleTable table, int row) {
    double p50 = Labels.of(table, row, Target.LATENCY_P50);
    double p90 = Math.max(p50 + NARROWEST, Labels.of(table, row, Target.LATENCY_P90));
    double p99 = Math.max(p90 + NARROWEST, Labels.of(table, row, Target.LATENCY_P99));
    return new Readings(new double[] {p50, p90, p99});
  }

  /** The share of the requests that are not slower. */
  double share(double x) {
    int from = x < at[1] ? 0 : 1;
    double t =
        KNOTS[from] + (x - at[from]) * (KNOTS[from + 1] - KNOTS[from]) / (at[from + 1] - at[from]);
    return t <= 0 ? 0 : 1 - Math.exp(-t);
  }

  /** The quantile p. */
  double quantile(double p) {
    double t = -Math.log(1 - p);
    int from = t < KNOTS[1] ? 0 : 1;
    return at[from]
        + (t - KNOTS[from]) * (at[from + 1] - at[from]) / (KNOTS[from + 1] - KNOTS[from]);
  }

  /** The quantile that a target speaks of; NaN when it speaks of none. */
  static double level(Target target) {
    return switch (target) {
      case LATENCY_P50 -> 0.5;
      case LATENCY_P90 -> 0.9;
      case LATENCY_P99 -> 0.99;
      default -> Double.NaN;
    };
  }
}
