package io.adaptivelb.capacity;

/**
 * The {@link QueueingCurve} of one number of servers, tabulated: the inverse of its marginal cost and its knee. Immutable.
 *
 * <p>An allocation inverts the marginal cost some forty times an endpoint; from the table that takes nanoseconds.
 */
public final class StationTable {
  private static final int STEPS = 512;

  private final double[] marginal = new double[STEPS + 1];
  private final double knee;

  /** The table for {@code servers}; less than one counts as one. */
  public StationTable(double servers) {
    double k = Math.max(1, servers);
    for (int i = 0; i <= STEPS; i++) {
      marginal[i] = QueueingCurve.marginal(utilisation(i), k);
    }
    double low = 0;
    double high = QueueingCurve.MAX_UTILISATION;
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      if (QueueingCurve.stretch(middle, k) < 2) {
        low = middle;
      } else {
        high = middle;
      }
    }
    knee = low;
  }

  /** The utilisation at which waiting takes as long as service: 0.5 for one server, 0.8 for four. */
  public double knee() {
    return knee;
  }

  /** The utilisation at which one more unit of load costs {@code serviceTimes}; 0 when it always costs more. */
  public double utilisationAtMarginal(double serviceTimes) {
    if (serviceTimes <= marginal[0]) {
      return 0;
    }
    if (serviceTimes >= marginal[STEPS]) {
      return QueueingCurve.MAX_UTILISATION;
    }
    int low = 0;
    int high = STEPS;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (marginal[middle] <= serviceTimes) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double within = (serviceTimes - marginal[low]) / (marginal[high] - marginal[low]);
    return utilisation(low) + within * QueueingCurve.MAX_UTILISATION / STEPS;
  }

  private static double utilisation(int step) {
    return QueueingCurve.MAX_UTILISATION * step / STEPS;
  }
}
