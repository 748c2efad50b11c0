package io.adaptivelb.simulator.brain;

import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.telemetry.TelemetrySample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A peer's control plane: a {@link WeightRule} over what was scraped since the last tick. Where an endpoint said nothing the
 * rule sees null, and keeps its weight as Robinhood does.
 */
public final class CentralController implements Controller {
  /** From observations to weights. */
  public interface WeightRule {
    /**
     * The weights of the next tick.
     *
     * @param observed by endpoint; null where nothing new is known
     * @param weights those in force, to be replaced in place; all &gt; 0
     * @param tickSeconds since the last call
     */
    void update(@Nullable EndpointObservation[] observed, double[] weights, double tickSeconds);
  }

  private final Fleet fleet;
  private final WeightRule rule;
  private final double tickSeconds;
  private final List<List<TelemetrySample>> pending = new ArrayList<>();
  private final double[] weights;

  /** A control plane that begins with equal weights. */
  public CentralController(Fleet fleet, WeightRule rule, double tickSeconds) {
    this.fleet = fleet;
    this.rule = rule;
    this.tickSeconds = tickSeconds;
    weights = new double[fleet.size()];
    Arrays.fill(weights, 1);
    for (int e = 0; e < weights.length; e++) {
      pending.add(new ArrayList<>());
    }
  }

  @Override
  public void accept(Signal signal) {
    if (signal instanceof TelemetrySample sample) {
      pending.get(fleet.index(sample.endpoint())).add(sample);
    }
  }

  @Override
  public Optional<Push> tick(double now) {
    @Nullable EndpointObservation[] observed = new EndpointObservation[weights.length];
    for (int e = 0; e < observed.length; e++) {
      List<TelemetrySample> samples = pending.get(e);
      observed[e] = samples.isEmpty() ? null : EndpointObservation.fuse(samples);
      samples.clear();
    }
    double[] before = weights.clone();
    rule.update(observed, weights, tickSeconds);
    return Arrays.equals(before, weights)
        ? Optional.empty()
        : Optional.of(new Push(integers(), new boolean[weights.length]));
  }

  /** Envoy takes whole numbers: the mean becomes 1,000, the least 1. */
  private double[] integers() {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights)
        .map(w -> Math.clamp(Math.rint(w * 1_000 * weights.length / sum), 1.0, 100_000.0))
        .toArray();
  }
}
