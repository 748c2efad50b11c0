package io.adaptivelb.capacity;

import static io.adaptivelb.domain.Ranges.requireInRange;

import io.adaptivelb.capacity.Estimated.Basis;
import io.adaptivelb.capacity.Estimated.Estimate;

/**
 * How an endpoint will differ from its estimate by the time the next weights are in force. It is fed forward: weights follow it
 * at once and forget it at once, and nothing that is learnt from them remembers it, so it cannot make the loop swing.
 *
 * @param demandFactor on the service demand; 0.02…50
 * @param coresFactor on the effective cores; 0.02…50
 * @param failure probability that the endpoint breaks its error threshold; 0…1
 */
public record Forecast(double demandFactor, double coresFactor, double failure) {
  /** All stays as it is. */
  public static final Forecast NONE = new Forecast(1, 1, 0);

  private static final double MIN_SURVIVAL = 1e-3;

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public Forecast {
    requireInRange("demandFactor", demandFactor, 0.02, 50);
    requireInRange("coresFactor", coresFactor, 0.02, 50);
    requireInRange("failure", failure, 0, 1);
  }

  /**
   * Probability that it serves; never 0: where all are sure to fail, nothing would be left to share the traffic out by.
   */
  public double survival() {
    return Math.max(MIN_SURVIVAL, 1 - failure);
  }

  /** The estimate as it is expected to become: an endpoint of so many cores as will be left, never of more than it has. */
  public Estimate applyTo(Estimate estimate) {
    double left = Math.min(estimate.cores(), estimate.effectiveCores() * coresFactor);
    return new Estimate(
        estimate.basis() == Basis.CPU ? Basis.MODEL : estimate.basis(),
        estimate.demandSeconds() * demandFactor,
        coresFactor < 1 ? left : estimate.cores(),
        left,
        estimate.stretch());
  }
}
