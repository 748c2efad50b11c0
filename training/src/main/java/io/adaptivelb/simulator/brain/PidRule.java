package io.adaptivelb.simulator.brain;

import io.adaptivelb.features.EndpointObservation;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Robinhood's controller in the form of gRFC A80: {@code e = ū − u}, {@code s = (Kp·e + Kd·ė)/ū}, {@code w *= s ≥ 0 ? 1 + s : 1/(1 −
 * s)}, Kp 0.1, Kd 1, clamped to 0.1–10, re-centred on mean 1. {@code u = max(CPU, in-flight per slot)}, so that a server that
 * waits for something is not idle; who says nothing keeps its weight.
 *
 * @see <a href="https://dropbox.tech/infrastructure/robinhood-in-house-load-balancing-service">Dropbox, Robinhood</a>
 */
public final class PidRule implements CentralController.WeightRule {
  private static final double KP = 0.1;
  private static final double KD = 1;

  private final IntUnaryOperator slots;
  private double[] before = new double[0];

  /** A controller of endpoints that have so many slots each, by number. */
  public PidRule(IntUnaryOperator slots) {
    this.slots = slots;
  }

  @Override
  public void update(
      @Nullable EndpointObservation[] observed, double[] weights, double tickSeconds) {
    double[] utilisation = new double[weights.length];
    double mean = 0;
    int known = 0;
    for (int e = 0; e < weights.length; e++) {
      EndpointObservation seen = observed[e];
      utilisation[e] = seen == null || Double.isNaN(seen.resources().cpuRatio())
          ? Double.NaN
          : Math.max(seen.resources().cpuRatio(), seen.inFlight() / slots.applyAsInt(e));
      if (!Double.isNaN(utilisation[e])) {
        mean += utilisation[e];
        known++;
      }
    }
    mean /= Math.max(1, known);
    if (before.length == 0) {
      before = new double[weights.length];
      Arrays.fill(before, Double.NaN);
    }
    for (int e = 0; e < weights.length && mean > 0; e++) {
      if (Double.isNaN(utilisation[e])) {
        continue;
      }
      double error = mean - utilisation[e];
      double slope = Double.isNaN(before[e]) ? 0 : (error - before[e]) / tickSeconds;
      double step = (KP * error + KD * slope) / mean;
      weights[e] = Math.clamp(weights[e] * (step >= 0 ? 1 + step : 1 / (1 - step)), 0.1, 10);
      before[e] = error;
    }
    double centre = Arrays.stream(weights).average().orElse(1);
    for (int e = 0; e < weights.length; e++) {
      weights[e] /= centre;
    }
  }
}
