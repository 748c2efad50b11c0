package io.adaptivelb.simulator.brain;

import io.adaptivelb.features.EndpointObservation;
import org.jspecify.annotations.Nullable;

/**
 * In the manner of KnapsackLB: per endpoint a curve of latency against load, fitted to what was measured, and the split of the
 * load that the curves promise the least total latency for. The original explores weights for minutes and solves an integer
 * program; here the curve is {@code l(x) = base / (1 − x/capacity)} with both parameters learned from each tick's mean latency
 * and rate, and the optimum of its sum is found by bisection on the common marginal latency.
 *
 * @see <a href="https://arxiv.org/abs/2404.17783">KnapsackLB: Enabling performance-aware layer-4 load balancing</a>
 */
public final class KnapsackRule implements CentralController.WeightRule {
  private static final double LEARN = 0.3;

  private double[] base = new double[0];
  private double[] capacity = new double[0];

  @Override
  public void update(
      @Nullable EndpointObservation[] observed, double[] weights, double tickSeconds) {
    int n = weights.length;
    if (base.length == 0) {
      base = new double[n];
      capacity = new double[n];
    }
    double total = 0;
    for (int e = 0; e < n; e++) {
      EndpointObservation seen = observed[e];
      if (seen != null && seen.latency().count() > 0) {
        learn(e, seen);
        total += seen.requestsPerSecond();
      }
    }
    if (total > 0) {
      split(weights, total);
    }
  }

  private void learn(int e, EndpointObservation seen) {
    double rate = seen.requestsPerSecond();
    // A failed request tells that the point lies beyond the curve.
    double failed = 1 - (double) seen.outcomes().successes() / seen.outcomes().requests();
    double latency = seen.latency().meanSeconds() * (1 + 10 * failed);
    double fast = seen.latency().quantileSeconds(0.05);
    if (base[e] == 0) {
      base[e] = Math.min(fast * 4, latency);
      capacity[e] = 2 * rate;
    }
    base[e] = Math.min(latency, base[e] * 1.002);
    double stretch = Math.max(1.01, latency / base[e]);
    double implied = rate / (1 - 1 / stretch);
    capacity[e] *= StrictMath.pow(implied / capacity[e], LEARN);
  }

  /** Marginal latency of all requests at load x: base / (1 − x/c)². */
  private void split(double[] weights, double total) {
    double low = 0;
    double high = 1e6;
    for (int step = 0; step < 80; step++) {
      double marginal = (low + high) / 2;
      double sum = 0;
      for (int e = 0; e < weights.length; e++) {
        sum += load(e, marginal);
      }
      if (sum < total) {
        low = marginal;
      } else {
        high = marginal;
      }
    }
    for (int e = 0; e < weights.length; e++) {
      weights[e] = Math.max(0.02 * total / weights.length, load(e, high));
    }
  }

  private double load(int e, double marginal) {
    return base[e] == 0 || marginal <= base[e]
        ? 0
        : capacity[e] * (1 - Math.sqrt(base[e] / marginal));
  }
}
