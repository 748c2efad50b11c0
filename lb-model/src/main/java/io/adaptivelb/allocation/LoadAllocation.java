package io.adaptivelb.allocation;

import io.adaptivelb.capacity.Estimated.Basis;
import io.adaptivelb.capacity.Estimated.Estimate;
import io.adaptivelb.capacity.StationTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shares a load out among endpoints of estimated capacity.
 *
 * <p>Two answers are blended geometrically by {@code optimality}. <i>Proportional</i>: each endpoint gets the share of its
 * capacity, so all run at the same utilisation; robust, and most of the gain. <i>Optimal</i>: each gets the load at which
 * one more request would cost all requests together the same, {@code s·d(ρ·w)/dρ} equal everywhere, which minimises mean
 * latency under the {@linkplain io.adaptivelb.capacity.QueueingCurve queueing curve}; it prefers fast endpoints while
 * there is room, and tends to proportional as load grows. The load is planned with headroom, so that a surge between two
 * ticks finds it.
 *
 * <p>Not thread-safe: it keeps tables.
 */
public final class LoadAllocation {
  /** Beyond this share of the capacity the optimum would steer into the steep part of the curve. */
  private static final double MAX_PLANNED_UTILISATION = 0.95;

  /** The optimum may give an endpoint nothing; a blend needs something. */
  private static final double MIN_OPTIMAL_RATIO = 0.05;

  private final AllocationSettings settings;
  private final Map<Integer, StationTable> tables = new HashMap<>();

  /** An allocation with the given blend and headroom. */
  public LoadAllocation(AllocationSettings settings) {
    this.settings = settings;
  }

  /**
   * The share of each endpoint, as a multiple of the fair share.
   *
   * @param estimates not empty
   * @param requestsPerSecond the load that is about to be sent, ≥ 0
   * @return same order; each &gt; 0, mean 1
   */
  public double[] ratios(List<Estimate> estimates, double requestsPerSecond) {
    int n = estimates.size();
    double[] proportional = new double[n];
    boolean absolute = true;
    double total = 0;
    for (int i = 0; i < n; i++) {
      proportional[i] = estimates.get(i).capacity();
      absolute &= estimates.get(i).basis() != Basis.LATENCY;
      total += proportional[i];
    }
    double planned =
        Math.min(requestsPerSecond * settings.headroom(), MAX_PLANNED_UTILISATION * total);
    if (!absolute || settings.optimality() == 0 || !(planned > 0)) {
      return normalised(proportional);
    }
    double[] optimal = optimal(estimates, planned);
    double[] blended = new double[n];
    for (int i = 0; i < n; i++) {
      double ratio = Math.max(MIN_OPTIMAL_RATIO, optimal[i] / (planned * proportional[i] / total));
      blended[i] = proportional[i] * Math.pow(ratio, settings.optimality());
    }
    return normalised(blended);
  }

  /** The utilisation of an endpoint at which waiting takes as long as service. */
  public double knee(Estimate estimate) {
    return table(estimate.cores()).knee();
  }

  /** Loads in requests per second that add up to {@code planned}, by bisection on their common marginal cost. */
  private double[] optimal(List<Estimate> estimates, double planned) {
    int n = estimates.size();
    StationTable[] stations = new StationTable[n];
    double[] logService = new double[n];
    double[] capacity = new double[n];
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      Estimate estimate = estimates.get(i);
      stations[i] = table(estimate.cores());
      // Steal makes every core slower; less than one core is one slower core.
      logService[i] = Math.log(Math.max(1, estimate.cores()) / estimate.capacity());
      capacity[i] = estimate.capacity();
      low = Math.min(low, logService[i]);
      high = Math.max(high, logService[i]);
    }
    low -= 1;
    high += 12;
    double[] loads = new double[n];
    for (int step = 0; step < 50 && high - low > 1e-4; step++) {
      double logCost = (low + high) / 2;
      double sum = 0;
      for (int i = 0; i < n; i++) {
        loads[i] = capacity[i] * stations[i].utilisationAtMarginal(logCost - logService[i]);
        sum += loads[i];
      }
      if (sum < planned) {
        low = logCost;
      } else {
        high = logCost;
      }
    }
    return loads;
  }

  /** Tables are kept by quarter cores. */
  private StationTable table(double cores) {
    int quarters = (int) Math.clamp(Math.round(cores * 4), 4L, 4_096L);
    return tables.computeIfAbsent(quarters, q -> new StationTable(q / 4.0));
  }

  private static double[] normalised(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double[] ratios = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      ratios[i] = values[i] * values.length / sum;
    }
    return ratios;
  }
}
