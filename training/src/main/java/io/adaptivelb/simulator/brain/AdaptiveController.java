package io.adaptivelb.simulator.brain;

import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.control.ControlLoop;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.WeightSnapshot;
import java.util.Arrays;
import java.util.Optional;

/** Ours: the loop that runs in production, and nothing else. */
public final class AdaptiveController implements Controller {
  private final Fleet fleet;
  private final ControlLoop loop;
  private long pushed = -1;

  /** A loop that knows nothing yet. */
  public AdaptiveController(Fleet fleet, ControlSettings settings, EstimatorFactory estimators) {
    this.fleet = fleet;
    this.loop = new ControlLoop(
        fleet.cluster(), settings, estimators.of(fleet.cluster(), settings.estimation()));
  }

  @Override
  public void accept(Signal signal) {
    loop.accept(signal);
  }

  @Override
  public Optional<Push> tick(double now) {
    return push(loop.tick(fleet.instant(now)));
  }

  @Override
  public Optional<Push> react(double now) {
    return push(loop.react(fleet.instant(now)));
  }

  /** A version that proxies have already is not sent again. */
  private Optional<Push> push(Optional<WeightSnapshot> published) {
    if (published.isEmpty() || published.get().version() == pushed) {
      return Optional.empty();
    }
    WeightSnapshot snapshot = published.get();
    pushed = snapshot.version();
    double[] weights = new double[fleet.size()];
    boolean[] unhealthy = new boolean[fleet.size()];
    Arrays.fill(weights, EndpointWeight.MIN_WEIGHT);
    for (EndpointWeight line : snapshot.endpoints()) {
      int e = fleet.index(line.id());
      weights[e] = line.weight();
      unhealthy[e] = line.status() != HealthStatus.HEALTHY;
    }
    return Optional.of(new Push(weights, unhealthy));
  }
}
