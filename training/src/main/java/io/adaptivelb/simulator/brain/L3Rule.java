package io.adaptivelb.simulator.brain;

import io.adaptivelb.features.EndpointObservation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * L3: {@code w = max(1, 100 / ((inflight/rps + 1)² · (p99 + 0.6 · (1/successRate − 1))))} on moving averages, τ 5 s for latency
 * and 10 s for success rate and rps; a surge flattens the weights towards their mean by the share of the traffic that is new.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/3652892.3654793">L3, Middleware 2024</a>
 */
public final class L3Rule implements CentralController.WeightRule {
  private static final double LATENCY_TAU = 5;
  private static final double RATE_TAU = 10;
  private static final double PENALTY_SECONDS = 0.6;

  private double[] p99 = new double[0];
  private double[] success = new double[0];
  private double[] rate = new double[0];
  private double smoothTotal = Double.NaN;

  @Override
  public void update(
      @Nullable EndpointObservation[] observed, double[] weights, double tickSeconds) {
    int n = weights.length;
    if (p99.length == 0) {
      p99 = new double[n];
      success = new double[n];
      rate = new double[n];
      Arrays.fill(success, 1);
    }
    double total = 0;
    double sum = 0;
    for (int e = 0; e < n; e++) {
      EndpointObservation seen = observed[e];
      if (seen != null) {
        learn(e, seen, tickSeconds);
        total += seen.requestsPerSecond();
        double queueing = rate[e] > 0 ? Math.max(0, seen.inFlight()) / rate[e] + 1 : 1;
        double cost = p99[e] + PENALTY_SECONDS * (1 / Math.max(0.01, success[e]) - 1);
        weights[e] = cost > 0 ? Math.max(1, 100 / (queueing * queueing * cost)) : weights[e];
      }
      sum += weights[e];
    }
    double surge = Double.isNaN(smoothTotal) || total <= 0
        ? 0
        : Math.clamp((total - smoothTotal) / total, 0.0, 1.0);
    smoothTotal = Double.isNaN(smoothTotal)
        ? total
        : smoothTotal + keep(RATE_TAU, tickSeconds) * (total - smoothTotal);
    for (int e = 0; e < n; e++) {
      weights[e] += surge * (sum / n - weights[e]);
    }
  }

  private void learn(int e, EndpointObservation seen, double tickSeconds) {
    if (seen.latency().count() > 0) {
      double latest = seen.latency().quantileSeconds(0.99);
      p99[e] += (p99[e] == 0 ? 1 : keep(LATENCY_TAU, tickSeconds)) * (latest - p99[e]);
    }
    long requests = seen.outcomes().requests();
    if (requests > 0) {
      double share = (double) seen.outcomes().successes() / requests;
      success[e] += keep(RATE_TAU, tickSeconds) * (share - success[e]);
    }
    double latest = seen.requestsPerSecond();
    rate[e] += (rate[e] == 0 ? 1 : keep(RATE_TAU, tickSeconds)) * (latest - rate[e]);
  }

  private static double keep(double tau, double seconds) {
    return 1 - StrictMath.exp(-seconds / tau);
  }
}
