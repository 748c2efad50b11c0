package io.adaptivelb.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.capacity.AnalyticEstimator;
import io.adaptivelb.capacity.Estimated;
import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.capacity.SecondOpinion;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.rollout.ShadowTick;
import io.adaptivelb.scoring.Score.Scored;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two models in one loop: what is published, and what the other one is told. */
class SecondOpinionTest {
  private final Other other = new Other();
  private final Fleet watched = new Fleet(6, ControlSettings.DEFAULTS, new Estimates(other));
  private final Fleet alone = new Fleet(6);

  @Test
  void withoutAShare_nothingPublishedDiffers_andBothWeightsAreTold() {
    for (int i = 0; i < 20; i++) {
      assertThat(watched.tick()).isEqualTo(alone.tick());
    }

    assertThat(other.told).hasSize(20);
    ShadowTick last = other.told.getLast();
    assertThat(last.lines()).hasSize(6);
    ShadowTick.Line doubted = last.lines().getFirst();
    assertThat(doubted.activeWeight()).isEqualTo(WeightSnapshot.FAIR_SHARE);
    assertThat(doubted.shadowWeight()).isLessThan(600);
    assertThat(((Scored) doubted.shadow()).load()).isLessThan(((Scored) doubted.active()).load());
  }

  @Test
  void withAShare_weightsAreBlended_andItIsSaidWhy() {
    watched.ticks(20);
    int old = weight(watched, 0);
    int wanted = other.told.getLast().lines().getFirst().shadowWeight();
    other.share = 0.5;
    watched.tick();

    assertThat((double) weight(watched, 0)).isCloseTo((old + wanted) / 2.0, within(5.0));
    assertThat(watched.loop.explain(Fleet.id(0)).toString())
        .contains(
            "forecast.canary", "the canary, with 50 % of the weight, expects service demand ×1");
  }

  @Test
  void whenItsTurnIsOver_nothingRemembersIt() {
    watched.ticks(20);
    alone.ticks(20);
    other.share = 1;
    watched.ticks(2);
    alone.ticks(2);
    other.share = 0;
    watched.tick();
    alone.tick();

    // Telemetry remembers: it followed the weights.
    assertThat(weight(watched, 0)).isCloseTo(weight(alone, 0), within(40));
  }

  private static int weight(Fleet fleet, int i) {
    return fleet.loop.current().orElseThrow().find(Fleet.id(i)).orElseThrow().weight();
  }

  /** Expects the first endpoint to lose two thirds of its cores. */
  private static final class Other implements SecondOpinion {
    private final List<ShadowTick> told = new ArrayList<>();
    private double share;

    @Override
    public Forecast forecast(EndpointId endpoint) {
      return endpoint.equals(Fleet.id(0)) ? new Forecast(1, 0.33, 0) : Forecast.NONE;
    }

    @Override
    public double share() {
      return share;
    }

    @Override
    public void compared(ShadowTick tick) {
      told.add(tick);
    }
  }

  /** The analytic rung, with another opinion beside it. */
  private record Estimates(AnalyticEstimator analytic, SecondOpinion other) implements Estimator {
    Estimates(SecondOpinion other) {
      this(new AnalyticEstimator(EstimationSettings.DEFAULTS), other);
    }

    @Override
    public Rung rung() {
      return analytic.rung();
    }

    @Override
    public void learn(Collection<EndpointObservation> tick, Instant now) {
      analytic.learn(tick, now);
    }

    @Override
    public Estimated estimate(EndpointId endpoint) {
      return analytic.estimate(endpoint);
    }

    @Override
    public Optional<SecondOpinion> second() {
      return Optional.of(other);
    }

    @Override
    public void retain(Collection<EndpointId> members) {
      analytic.retain(members);
    }
  }
}
