package io.adaptivelb.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Objective;
import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.FeatureRanges.Range;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.weights.Rung;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An endpoint that always fails, and a model that always says so: it is right, and trusted where it knows the like. */
class OutOfDepthTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final int SIZE = FeatureSchema.CURRENT.size();

  private static FeatureRanges ranges(float least, float most) {
    Range range = new Range(0, List.of(least, least, (least + most) / 2, most, most));
    return new FeatureRanges(Collections.nCopies(SIZE, range));
  }

  private static ModelEstimator play(Optional<FeatureRanges> ranges) {
    BoostedModel pessimist = new BoostedModel(
        "test",
        Objective.BINARY,
        List.of(),
        SIZE,
        List.of(),
        List.of(5f),
        List.of(),
        List.of(),
        Map.of());
    ModelEstimator estimator = new ModelEstimator(
        new ClusterId("shop"),
        EstimationSettings.DEFAULTS,
        new ScoringModel(
            "pessimist", Map.of(Target.FAILURE, pessimist), Calibrations.NONE, ranges));
    for (int tick = 0; tick < 20; tick++) {
      Instant now = NOW.plusSeconds(5L * tick);
      estimator.learn(List.of(failing(now)), now);
    }
    return estimator;
  }

  private static EndpointObservation failing(Instant now) {
    LatencyHistogram.Recorder latencies = new LatencyHistogram.Recorder();
    for (int i = 0; i < 100; i++) {
      latencies.record(0.01);
    }
    return new EndpointObservation(
        new EndpointId("10.0.0.1", 80),
        now,
        Duration.ofSeconds(5),
        new Outcomes(100, 900, 0, 0, 0),
        latencies.drain(),
        3,
        new Resources(4, 0.5, 0.5, 0.5),
        CircuitBreaker.CLOSED,
        NOW.minusSeconds(1_000),
        0);
  }

  @Test
  void rung_withinWhatItKnows_isTheModel() {
    ModelEstimator estimator = play(Optional.of(ranges(-100, 100)));

    assertThat(estimator.rung()).isEqualTo(Rung.MODEL);
    assertThat(estimator.strangeShare()).isLessThan(0.5);
    assertThat(voice(estimator).outOfDepth()).isFalse();
  }

  @Test
  void rung_modelThatDoesNotTellWhatItKnows_isTheModel() {
    assertThat(play(Optional.empty()).rung()).isEqualTo(Rung.MODEL);
  }

  @Test
  void rung_beyondWhatItKnows_isTheAnalyticOne() {
    ModelEstimator estimator = play(Optional.of(ranges(1_000, 1_001)));

    assertThat(estimator.strangeShare()).isGreaterThan(0.8);
    assertThat(estimator.rung()).isEqualTo(Rung.ANALYTIC);
    assertThat(voice(estimator).strangeShare()).isEqualTo(estimator.strangeShare());
    assertThat(voice(estimator).outOfDepth()).isTrue();
  }

  private static Voice voice(ModelEstimator estimator) {
    return estimator.state().active().orElseThrow();
  }
}
