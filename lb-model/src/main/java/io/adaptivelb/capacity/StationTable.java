package io.adaptivelb.capacity;

import java.util.function.DoublePredicate;

/**
 * The {@link QueueingCurve} of one number of servers, tabulated: the inverse of its marginal cost and its knee. Immutable.
 *
 * <p>Service times are estimates. Taken at face value, a light load would go to whoever seems 5 % faster, since there
 * the marginal cost is flat. So the inverse is averaged over a log-normal error of {@value #UNCERTAINTY} in the service
 * time: small differences make small differences, large ones still count.
 *
 * <p>An allocation inverts the marginal cost some fifty times an endpoint; from the table that takes nanoseconds.
 */
public final class StationTable {
  /** Standard deviation of the log of an estimated service time. */
  static final double UNCERTAINTY = 0.3;

  private static final int STEPS = 512;
  private static final double REACH = 3 * UNCERTAINTY;
  private static final double LOWEST = -REACH;

  private final double[] utilisation = new double[STEPS + 1];
  private final double step;
  private final double knee;

  /** The table for {@code servers}; less than one counts as one. */
  public StationTable(double servers) {
    double k = Math.max(1, servers);
    double highest = Math.log(QueueingCurve.marginal(QueueingCurve.MAX_UTILISATION, k)) + REACH;
    step = (highest - LOWEST) / STEPS;
    int reach = (int) Math.ceil(REACH / step);
    double[] exact = new double[STEPS + 1 + 2 * reach];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = exactInverse(Math.exp(LOWEST + (i - reach) * step), k);
    }
    for (int i = 0; i <= STEPS; i++) {
      utilisation[i] = blur(exact, i, reach);
    }
    knee = bisect(rho -> QueueingCurve.stretch(rho, k) < 2);
  }

  /** The utilisation at which waiting takes as long as service: 0.5 for one server, 0.8 for four. */
  public double knee() {
    return knee;
  }

  /**
   * The utilisation at which one more unit of load costs {@code exp(logServiceTimes)} service times; rises with it.
   *
   * @return 0…{@link QueueingCurve#MAX_UTILISATION}
   */
  public double utilisationAtMarginal(double logServiceTimes) {
    double position = (logServiceTimes - LOWEST) / step;
    if (!(position > 0)) {
      return utilisation[0];
    }
    if (position >= STEPS) {
      return utilisation[STEPS];
    }
    int low = (int) position;
    return utilisation[low] + (position - low) * (utilisation[low + 1] - utilisation[low]);
  }

  /** The mean of {@code exact[from … from + 2·reach]} under a normal density over three deviations either side. */
  private static double blur(double[] exact, int from, int reach) {
    double sum = 0;
    double mass = 0;
    for (int i = 0; i <= 2 * reach; i++) {
      double deviations = 3.0 * (i - reach) / reach;
      double density = Math.exp(-deviations * deviations / 2);
      sum += density * exact[from + i];
      mass += density;
    }
    return sum / mass;
  }

  private static double exactInverse(double marginal, double k) {
    return marginal <= 1 ? 0 : bisect(rho -> QueueingCurve.marginal(rho, k) < marginal);
  }

  private static double bisect(DoublePredicate below) {
    double low = 0;
    double high = QueueingCurve.MAX_UTILISATION;
    for (int i = 0; i < 30; i++) {
      double middle = (low + high) / 2;
      if (below.test(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
