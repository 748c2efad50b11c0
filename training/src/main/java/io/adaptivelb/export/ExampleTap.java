package io.adaptivelb.export;

import io.adaptivelb.capacity.Estimated;
import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.prediction.Example;
import io.adaptivelb.prediction.ExampleMaker;
import io.adaptivelb.weights.Rung;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;

/** The analytic rung, which passes on what there is to learn from every tick. It changes no weight. */
public final class ExampleTap implements Estimator {
  private final ExampleMaker maker;
  private final Consumer<Example> sink;

  /** A tap on one cluster's loop. */
  public ExampleTap(ClusterId cluster, EstimationSettings settings, Consumer<Example> sink) {
    this.maker = new ExampleMaker(cluster, settings);
    this.sink = sink;
  }

  @Override
  public Rung rung() {
    return Rung.ANALYTIC;
  }

  @Override
  public void learn(Collection<EndpointObservation> tick, Instant now) {
    maker.tick(tick, now).forEach(sink);
  }

  @Override
  public Estimated estimate(EndpointId endpoint) {
    return maker.estimate(endpoint);
  }

  @Override
  public void retain(Collection<EndpointId> members) {
    maker.retain(members);
  }
}
