package io.adaptivelb.capacity;

import io.adaptivelb.capacity.Estimated.Unknown;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.CapacityReading;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.weights.Rung;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Capacity from utilisation and queueing theory, without a learned model: the second rung of the ladder.
 *
 * <p>Each tick:
 *
 * <ol>
 *   <li><i>Service demand</i> {@code s = busy cores · seconds ÷ (successes + timeouts)}, smoothed on the log scale: a signal
 *       of elasticity ~1, which latency is not (4 at ρ = 0.8, 9 at 0.9), so a slow loop on it is stable.
 *   <li><i>Fleet line</i> {@code p50 = a + b·W(s, k, rate)} over the endpoints that look healthy ({@link FleetLine}).
 *   <li><i>Effective cores</i>: steal that the endpoint's own meter cannot see shows as latency above the line. Where the
 *       observed sojourn time exceeds the predicted by {@code excessRatio}, the speed that explains it is solved for. An
 *       offset that an endpoint always has is its own and no steal.
 * </ol>
 *
 * <p>Where an endpoint reports no CPU, its unloaded latency (a low quantile of its recent medians) stands for the service
 * demand: it does not move with load, so the loop stays stable, but says nothing about utilisation.
 */
public final class AnalyticEstimator implements Estimator {
  private static final double MAX_LINE_UTILISATION = 0.9;
  private static final double MIN_LINE_RATIO = 0.6;
  private static final double MAX_LINE_RATIO = 1.4;

  /** An endpoint with less than this share of the usual traffic gets too little to prove that it is well again. */
  private static final double STARVED = 0.25;

  private final EstimationSettings settings;
  private final FleetLine line;
  private final Map<EndpointId, EndpointCapacity> endpoints = new HashMap<>();

  /** An estimator that knows nothing yet. */
  public AnalyticEstimator(EstimationSettings settings) {
    this.settings = settings;
    this.line = new FleetLine(settings.linePriorSlope(), settings.lineDecay());
  }

  @Override
  public Rung rung() {
    return Rung.ANALYTIC;
  }

  @Override
  public void learn(Collection<EndpointObservation> tick, Instant now) {
    learn(tick);
  }

  /** The same: it needs no clock. */
  public void learn(Collection<EndpointObservation> tick) {
    List<EndpointCapacity> seen = new ArrayList<>(tick.size());
    double usual = medianRate(tick);
    for (EndpointObservation observation : tick) {
      EndpointCapacity capacity =
          endpoints.computeIfAbsent(observation.endpoint(), id -> new EndpointCapacity(settings));
      boolean news = capacity.observe(observation);
      if (capacity.hasPoint()) {
        seen.add(capacity);
      } else if (!news && observation.requestsPerSecond() < STARVED * usual) {
        capacity.drift();
      }
    }
    fit(seen);
    seen.forEach(capacity -> capacity.explain(line));
  }

  @Override
  public Estimated estimate(EndpointId endpoint) {
    EndpointCapacity capacity = endpoints.get(endpoint);
    return capacity == null ? new Unknown("no telemetry yet") : capacity.estimate();
  }

  /** What the last tick said of an endpoint's capacity. */
  public CapacityReading reading(EndpointId endpoint) {
    EndpointCapacity capacity = endpoints.get(endpoint);
    return capacity == null ? CapacityReading.NONE : capacity.reading();
  }

  @Override
  public void retain(Collection<EndpointId> members) {
    endpoints.keySet().retainAll(members);
  }

  private void fit(List<EndpointCapacity> seen) {
    // The first line has nothing to compare with: the median of p50/W tells who looks healthy.
    boolean known = line.known();
    double reference = known ? 1 : medianRatio(seen);
    line.age();
    for (EndpointCapacity capacity : seen) {
      double sojourn = capacity.sojournSeconds();
      double expected = known ? line.at(sojourn) : reference * sojourn;
      double ratio = capacity.median() / expected;
      if (capacity.utilisation() < MAX_LINE_UTILISATION
          && ratio > MIN_LINE_RATIO
          && ratio < MAX_LINE_RATIO) {
        line.add(sojourn, capacity.median());
      }
    }
    line.fit();
  }

  private static double medianRate(Collection<EndpointObservation> tick) {
    return median(tick.stream().mapToDouble(EndpointObservation::requestsPerSecond), 0);
  }

  private static double medianRatio(List<EndpointCapacity> seen) {
    return median(seen.stream().mapToDouble(c -> c.median() / c.sojournSeconds()), 1);
  }

  /** The upper median, so that it is one of the values. */
  private static double median(DoubleStream values, double otherwise) {
    double[] sorted = values.sorted().toArray();
    return sorted.length == 0 ? otherwise : sorted[sorted.length / 2];
  }
}
