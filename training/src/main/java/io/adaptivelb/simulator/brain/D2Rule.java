package io.adaptivelb.simulator.brain;

import io.adaptivelb.features.EndpointObservation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * LinkedIn's D2 relative load balancer: every 5 s the health of an endpoint falls by 0.2 when its latency is at least 1.3 times
 * the cluster's mean (or 1 % and more of its requests fail), and rises by 0.05 when it is at most 1.2 times; points = 100 ·
 * health. Latency counts the age of outstanding calls, here by Little's law. Each client does this by itself; with thousands of
 * requests a second among them they agree, so one computation stands for all.
 *
 * @see <a href="https://linkedin.github.io/rest.li/Dynamic_Discovery">rest.li, dynamic discovery</a>
 */
public final class D2Rule implements CentralController.WeightRule {
  private static final double HIGH = 1.3;
  private static final double LOW = 1.2;
  private static final double DOWN = 0.2;
  private static final double UP = 0.05;
  private static final double ERROR_RATIO = 0.01;
  private static final double LEAST = 0.01;

  private double[] health = new double[0];

  @Override
  public void update(
      @Nullable EndpointObservation[] observed, double[] weights, double tickSeconds) {
    int n = weights.length;
    if (health.length == 0) {
      health = new double[n];
      Arrays.fill(health, 1);
    }
    double[] latency = new double[n];
    double sum = 0;
    double requests = 0;
    for (int e = 0; e < n; e++) {
      EndpointObservation seen = observed[e];
      latency[e] = seen == null ? Double.NaN : latency(seen);
      if (seen != null && !Double.isNaN(latency[e])) {
        sum += latency[e] * seen.outcomes().requests();
        requests += seen.outcomes().requests();
      }
    }
    double mean = sum / requests;
    for (int e = 0; e < n; e++) {
      EndpointObservation seen = observed[e];
      if (seen == null || Double.isNaN(latency[e])) {
        continue;
      }
      double failed = (double) (seen.outcomes().errors() + seen.outcomes().rejections())
          / Math.max(1, seen.outcomes().requests());
      if (latency[e] >= HIGH * mean || failed >= ERROR_RATIO) {
        health[e] -= DOWN;
      } else if (latency[e] <= LOW * mean) {
        health[e] += UP;
      }
      health[e] = Math.clamp(health[e], LEAST, 1);
      weights[e] = 100 * health[e];
    }
  }

  private static double latency(EndpointObservation seen) {
    double ended = seen.latency().meanSeconds();
    double outstanding = seen.inFlight() / Math.max(1, seen.requestsPerSecond());
    return Double.isNaN(ended) ? outstanding : Math.max(ended, outstanding);
  }
}
