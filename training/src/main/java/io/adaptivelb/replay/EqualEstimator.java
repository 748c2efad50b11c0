package io.adaptivelb.replay;

import io.adaptivelb.capacity.Estimated;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.weights.Rung;
import java.time.Instant;
import java.util.Collection;

/** The lowest rung: knows of no difference. What ejects and returns endpoints goes on. */
final class EqualEstimator implements Estimator {
  private static final Estimated NOTHING = new Estimated.Unknown("equal weights were asked for");

  @Override
  public Rung rung() {
    return Rung.EQUAL;
  }

  @Override
  public void learn(Collection<EndpointObservation> tick, Instant now) {}

  @Override
  public Estimated estimate(EndpointId endpoint) {
    return NOTHING;
  }

  @Override
  public void retain(Collection<EndpointId> members) {}
}
