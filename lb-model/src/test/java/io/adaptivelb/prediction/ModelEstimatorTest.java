package io.adaptivelb.prediction;

import static io.adaptivelb.prediction.HandMade.stump;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.capacity.AnalyticEstimator;
import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.capacity.ForecastReasons;
import io.adaptivelb.capacity.ForecastReasons.Cause;
import io.adaptivelb.capacity.Outlook;
import io.adaptivelb.capacity.QueueingCurve;
import io.adaptivelb.prediction.HandMade.Stump;
import io.adaptivelb.weights.Rung;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A cluster in which a high load average warns of a tick that takes twice the CPU, and models that know it. */
class ModelEstimatorTest {
  private static final String WARNING = "load_average_per_core";
  private static final double DOUBLED = Math.log(2);
  private static final int PERIOD = 16;
  private static final Stump KNOWS = stump(WARNING, 5, 0, DOUBLED);

  private final List<Ticks> cluster =
      List.of(new Ticks(1), new Ticks(2), new Ticks(3), new Ticks(4));
  private Instant now = Ticks.NOON;
  private int tick;

  private static ModelEstimator estimator(Map<Target, List<Stump>> heads) {
    return new ModelEstimator(Ticks.CLUSTER, EstimationSettings.DEFAULTS, HandMade.model(heads));
  }

  private static ModelEstimator knowing() {
    return estimator(Map.of(Target.SERVICE_DEMAND, List.of(KNOWS)));
  }

  /** Lives through a tick; the endpoint that is warned of at its end, if any. */
  private List<Ticks> tick(ModelEstimator estimator) {
    List<Ticks> warned = new ArrayList<>();
    for (int i = 0; i < cluster.size(); i++) {
      Ticks endpoint = cluster.get(i);
      int phase = Math.floorMod(tick - i * PERIOD / cluster.size(), PERIOD);
      endpoint.loadAverage = phase == 0 ? 10 : 1;
      endpoint.demandSeconds = phase == 1 || phase == 2 ? 0.02 : 0.01;
      if (phase == 0) {
        warned.add(endpoint);
      }
    }
    tick++;
    now = now.plus(Ticks.TICK);
    estimator.learn(cluster.stream().map(it -> it.at(now)).toList(), now);
    return warned;
  }

  private void ticks(ModelEstimator estimator, int count) {
    for (int i = 0; i < count; i++) {
      tick(estimator);
    }
  }

  /** The first endpoint that is warned of and not spared. */
  private Ticks untilForetold(ModelEstimator estimator) {
    for (int i = 0; i < 100; i++) {
      for (Ticks warned : tick(estimator)) {
        if (!estimator.forecast(warned.id).equals(Forecast.NONE)) {
          return warned;
        }
      }
    }
    throw new AssertionError("nothing was foretold");
  }

  @Test
  void model_thatIsNew_isNotBelieved() {
    ModelEstimator estimator = knowing();
    ticks(estimator, 4);

    assertThat(estimator.rung()).isEqualTo(Rung.ANALYTIC);
    assertThat(estimator.trust()).isZero();
    assertThat(cluster)
        .allSatisfy(it -> assertThat(estimator.forecast(it.id)).isEqualTo(Forecast.NONE));
  }

  @Test
  void model_thatProvedRight_foretellsAndIsForgottenATickLater() {
    ModelEstimator estimator = knowing();
    ticks(estimator, 10 * PERIOD);
    assertThat(estimator.rung()).isEqualTo(Rung.MODEL);
    assertThat(estimator.trust()).isGreaterThan(0.8);

    Ticks warned = untilForetold(estimator);

    Forecast forecast = estimator.forecast(warned.id);
    assertThat(forecast.demandFactor())
        .isCloseTo(Math.exp(estimator.trust() * DOUBLED), within(1e-6));
    assertThat(forecast.coresFactor()).isOne();
    assertThat(forecast.failure()).isZero();
    tick(estimator);
    assertThat(estimator.forecast(warned.id)).isEqualTo(Forecast.NONE);
  }

  @Test
  void estimate_isTheAnalyticOne_whateverIsForetold() {
    ModelEstimator estimator = knowing();
    AnalyticEstimator analytic = new AnalyticEstimator(EstimationSettings.DEFAULTS);
    for (int i = 0; i < 10 * PERIOD; i++) {
      tick(estimator);
      analytic.learn(cluster.stream().map(it -> it.at(now)).toList());
      for (Ticks endpoint : cluster) {
        assertThat(estimator.estimate(endpoint.id)).isEqualTo(analytic.estimate(endpoint.id));
      }
    }
  }

  @Test
  void forecasts_areWithheldOneTimeInEight() {
    ModelEstimator estimator = knowing();
    ticks(estimator, 10 * PERIOD);
    int warned = 0;
    int foretold = 0;
    for (int i = 0; i < 16 * PERIOD; i++) {
      for (Ticks endpoint : tick(estimator)) {
        warned++;
        foretold += estimator.forecast(endpoint.id).equals(Forecast.NONE) ? 0 : 1;
      }
    }

    assertThat(warned).isEqualTo(64);
    assertThat(foretold).isEqualTo(56);
  }

  @Test
  void model_thatIsPoisoned_isNeverBelieved() {
    ModelEstimator estimator =
        estimator(Map.of(Target.SERVICE_DEMAND, List.of(stump(WARNING, 5, 0, -DOUBLED))));
    for (int i = 0; i < 20 * PERIOD; i++) {
      tick(estimator);
      assertThat(estimator.rung()).isEqualTo(Rung.ANALYTIC);
      assertThat(cluster).allMatch(it -> estimator.forecast(it.id).equals(Forecast.NONE));
    }
  }

  @Test
  void change_thatIsSmall_isLeftOut() {
    ModelEstimator estimator =
        estimator(Map.of(Target.SERVICE_DEMAND, List.of(KNOWS, stump("age", 0, 0.15, 0.15))));
    ticks(estimator, 10 * PERIOD);

    assertThat(estimator.trust()).isPositive();
    Ticks warned = untilForetold(estimator);
    assertThat(cluster)
        .filteredOn(it -> it != warned)
        .allMatch(it -> estimator.forecast(it.id).equals(Forecast.NONE));
  }

  @Test
  void reasons_nameTheFeatureAndWhatWouldBeWithoutIt() {
    ModelEstimator estimator = knowing();
    ticks(estimator, 10 * PERIOD);
    Ticks warned = untilForetold(estimator);

    ForecastReasons reasons = estimator.reasons(warned.id).orElseThrow();

    assertThat(reasons.model()).isEqualTo("hand-made");
    assertThat(reasons.trust()).isEqualTo(estimator.trust());
    assertThat(reasons.causes()).singleElement().satisfies(cause -> {
      assertThat(cause.feature()).isEqualTo(WARNING);
      assertThat(cause.words()).isEqualTo("runnable threads per core = 10.0");
      // One of ten training rows was warned of: a tenth is what the model says on average.
      assertThat(cause.capacityShare()).isCloseTo(0.9, within(1e-5));
      assertThat(cause.failureShare()).isZero();
      assertThat(cause.unusual()).isTrue();
      assertThat(cause.otherwise()).isEqualTo(Forecast.NONE);
    });
  }

  @Test
  void reasons_ofTwoHeads_areDividedBetweenBoth() {
    ModelEstimator estimator = estimator(Map.of(
        Target.SERVICE_DEMAND, List.of(KNOWS),
        Target.EFFECTIVE_CORES, List.of(stump("age", 100, 0, 1)),
        Target.FAILURE, List.of(stump("in_flight.change", 50, -1, 1))));
    ticks(estimator, 10 * PERIOD);

    List<Cause> causes =
        estimator.reasons(untilForetold(estimator).id).orElseThrow().causes();

    assertThat(causes).extracting(Cause::feature).contains(WARNING, "age", "in_flight.change");
    // The cores' head averages 0.1 and says 0: its feature and its average make up for each other.
    assertThat(causes)
        .filteredOn(it -> it.feature().equals("age"))
        .singleElement()
        .satisfies(it -> assertThat(it.capacityShare()).isCloseTo(0.1 / DOUBLED, within(1e-4)));
    assertThat(causes)
        .filteredOn(it -> it.feature().equals("in_flight.change"))
        .singleElement()
        .satisfies(it -> assertThat(it.failureShare()).isOne());
  }

  @Test
  void reasons_whereNothingIsForetold_areNone() {
    ModelEstimator estimator = knowing();
    ticks(estimator, 5);

    assertThat(estimator.reasons(cluster.get(3).id).orElseThrow().causes()).isEmpty();
  }

  @Test
  void outlooks_ofLatencyHeadsThatProvedRight_areOnTheCurveAtThePlannedLoad() {
    double residual = Math.log(2 - Ticks.HALF);
    ModelEstimator estimator = estimator(Map.of(
        Target.LATENCY_P90, List.of(stump("planned_utilisation", 0.5, residual, residual + 1)),
        Target.LATENCY_P99, List.of(stump("planned_utilisation", 0.5, residual, residual + 2))));
    Ticks one = cluster.get(0);
    assertThat(estimator.outlooks(Map.of(one.id, 100.0))).isEmpty();
    // Without warnings, so that the capacity is what it seems.
    for (int i = 0; i < 40; i++) {
      now = now.plus(Ticks.TICK);
      estimator.learn(cluster.stream().map(it -> it.at(now)).toList(), now);
    }

    Outlook light = outlook(estimator, one, 120);
    Outlook heavy = outlook(estimator, one, 300);

    assertThat(light.believed()).isGreaterThan(0.9);
    assertThat(light.failure()).isZero();
    assertThat(light.p95Seconds())
        .isCloseTo(QueueingCurve.sojournSeconds(0.01, 4, 120) * Math.exp(residual), within(1e-4));
    // 0.348 of the way from the one quantile to the other.
    assertThat(heavy.p95Seconds())
        .isCloseTo(
            QueueingCurve.sojournSeconds(0.01, 4, 300) * Math.exp(residual + 1.348), within(1e-3));
    assertThat(estimator.rung()).isEqualTo(Rung.ANALYTIC);
  }

  @Test
  void outlooks_ofAFailureHeadThatProvedRight_tellItsProbability() {
    ModelEstimator estimator = estimator(Map.of(Target.FAILURE, List.of(stump(WARNING, 5, -4, 4))));
    Ticks one = cluster.get(0);
    for (int i = 0; i < 60; i++) {
      one.loadAverage = i % 4 < 2 ? 10 : 1;
      one.errorRatio = i % 4 == 1 || i % 4 == 2 ? 0.2 : 0;
      now = now.plus(Ticks.TICK);
      estimator.learn(cluster.stream().map(it -> it.at(now)).toList(), now);
    }

    // The last one was calm: the load average is back.
    assertThat(estimator.rung()).isEqualTo(Rung.MODEL);
    assertThat(outlook(estimator, one, 100).failure()).isLessThan(0.05);
    one.loadAverage = 10;
    now = now.plus(Ticks.TICK);
    estimator.learn(cluster.stream().map(it -> it.at(now)).toList(), now);

    assertThat(outlook(estimator, one, 100).failure()).isGreaterThan(0.7);
    assertThat(outlook(estimator, one, 100).p95Seconds()).isNaN();
  }

  private static Outlook outlook(ModelEstimator estimator, Ticks endpoint, double rate) {
    return Objects.requireNonNull(estimator.outlooks(Map.of(endpoint.id, rate)).get(endpoint.id));
  }

  @Test
  void retain_forgetsAllOthers() {
    ModelEstimator estimator = knowing();
    ticks(estimator, 10 * PERIOD);
    Ticks gone = cluster.get(3);
    estimator.retain(List.of(cluster.get(0).id));

    now = now.plus(Ticks.TICK);
    estimator.learn(List.of(cluster.get(0).at(now)), now);

    assertThat(estimator.forecast(gone.id)).isEqualTo(Forecast.NONE);
    assertThat(estimator.reasons(gone.id).orElseThrow().causes()).isEmpty();
  }
}
