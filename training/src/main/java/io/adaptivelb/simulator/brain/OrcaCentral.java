package io.adaptivelb.simulator.brain;

import io.adaptivelb.features.EndpointObservation;
import org.jspecify.annotations.Nullable;

/**
 * ORCA's utilisation weights, {@code qps / (utilisation + eps/qps)}, computed centrally every tick from the endpoint's own CPU
 * meter; who says nothing gets the mean.
 *
 * @see <a href="https://github.com/grpc/proposal/blob/master/A58-client-side-weighted-round-robin-lb-policy.md">gRFC A58</a>
 */
public final class OrcaCentral implements CentralController.WeightRule {
  @Override
  public void update(
      @Nullable EndpointObservation[] observed, double[] weights, double tickSeconds) {
    double sum = 0;
    int known = 0;
    for (int e = 0; e < weights.length; e++) {
      double weight = weight(observed[e]);
      weights[e] = weight;
      if (weight > 0) {
        sum += weight;
        known++;
      }
    }
    double mean = known == 0 ? 1 : sum / known;
    for (int e = 0; e < weights.length; e++) {
      weights[e] = weights[e] > 0 ? Math.clamp(weights[e], 0.1 * mean, 10 * mean) : mean;
    }
  }

  private static double weight(@Nullable EndpointObservation seen) {
    if (seen == null) {
      return 0;
    }
    double qps = seen.outcomes().successes() / seen.seconds();
    double errors = seen.outcomes().serverErrors() / seen.seconds();
    double load = seen.resources().cpuRatio() + (qps > 0 ? errors / qps : 0);
    return qps > 0 && load > 0 ? qps / load : 0;
  }
}
