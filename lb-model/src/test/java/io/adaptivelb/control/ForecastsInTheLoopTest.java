package io.adaptivelb.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.capacity.ForecastReasons.Cause;
import io.adaptivelb.capacity.Outlook;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.explanation.Explanation.Contribution;
import io.adaptivelb.explanation.Explanation.Foretold;
import io.adaptivelb.explanation.Explanation.Kind;
import io.adaptivelb.scoring.Score.Scored;
import io.adaptivelb.scoring.Score.Source;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastsInTheLoopTest {
  private static final int SIZE = 8;
  private final Foreteller foreteller = new Foreteller(ControlSettings.DEFAULTS.estimation());
  private final Fleet fleet = new Fleet(SIZE, ControlSettings.DEFAULTS, foreteller);

  private void settle() {
    fleet.requestsPerSecond = 1_600;
    fleet.ticks(12);
    assertThat(fleet.weight(0)).isEqualTo(1_000);
  }

  private static int sum(WeightSnapshot snapshot) {
    return snapshot.endpoints().stream().mapToInt(line -> line.weight()).sum();
  }

  private Explanation explain(int i) {
    return fleet.loop.explain(Fleet.id(i));
  }

  private List<Contribution> forecastOf(int i) {
    return explain(i).contributions().stream()
        .filter(it -> it.kind() == Kind.FORECAST)
        .toList();
  }

  private Scored score(int i) {
    return (Scored) fleet.line(i).score();
  }

  @Test
  void forecast_movesTheWeightAtOnce_andKeepsTheSum() {
    settle();
    foreteller.foretell(Fleet.id(0), 2, 1, 0);

    WeightSnapshot snapshot = fleet.tick();

    // No gain and no step holds it back: half of the capacity, and less while there is room.
    assertThat(fleet.weight(0)).isBetween(300, 550);
    assertThat(fleet.weight(1)).isGreaterThan(1_000);
    assertThat(sum(snapshot)).isCloseTo(SIZE * 1_000, within(SIZE));
  }

  @Test
  void forecast_thatIsOver_isForgottenAtOnce() {
    settle();
    foreteller.foretell(Fleet.id(0), 3, 0.5, 0.2);
    fleet.tick();
    assertThat(fleet.weight(0)).isLessThan(500);
    foreteller.forget();

    fleet.tick();

    assertThat(fleet.loop.current().orElseThrow().endpoints())
        .allMatch(line -> line.weight() == 1_000);
  }

  @Test
  void forecast_ofFailure_lowersTheWeight() {
    settle();
    foreteller.foretell(Fleet.id(0), 1, 1, 0.5);

    WeightSnapshot snapshot = fleet.tick();

    assertThat(fleet.weight(0)).isLessThan(900);
    assertThat(sum(snapshot)).isCloseTo(SIZE * 1_000, within(SIZE));
  }

  @Test
  void forecast_thatAllFailForSure_leavesTheWeights() {
    settle();
    for (int i = 0; i < SIZE; i++) {
      foreteller.foretell(Fleet.id(i), 1, 1, 1);
    }
    fleet.tick();

    assertThat(fleet.loop.current().orElseThrow().endpoints())
        .allMatch(line -> line.weight() == 1_000);
  }

  @Test
  void forecast_thatIsExtreme_respectsFloorAndLargestRatio() {
    settle();
    foreteller.foretell(Fleet.id(0), 50, 0.02, 1);
    fleet.tick();
    assertThat(fleet.weight(0)).isEqualTo((int)
        Math.rint(1_000 * ControlSettings.DEFAULTS.allocation().explorationFloor()));

    Foreteller generous = new Foreteller(ControlSettings.DEFAULTS.estimation());
    Fleet large = new Fleet(40, ControlSettings.DEFAULTS, generous);
    large.requestsPerSecond = 8_000;
    large.ticks(12);
    generous.foretell(Fleet.id(0), 0.02, 1, 0);
    large.tick();
    assertThat(large.weight(0))
        .isEqualTo((int) Math.rint(1_000 * ControlSettings.DEFAULTS.allocation().maxRatio()));
  }

  @Test
  void explanation_namesModelAndFeatures_andAddsUp() {
    settle();
    foreteller.foretell(Fleet.id(0), 2, 1, 0);
    foreteller.causes.put(
        Fleet.id(0),
        List.of(
            new Cause("season.next", "a dip is due", 0.8, 0, true, new Forecast(1.1, 1, 0)),
            new Cause("age", "an hour", -0.1, 0, true, new Forecast(2.1, 1, 0)),
            new Cause("cpu_ratio", "0.5", 0.2, 0, false, new Forecast(1.8, 1, 0))));
    fleet.tick();

    Explanation why = explain(0);

    int units = fleet.weight(0) - 1_000;
    assertThat(why.rung()).isEqualTo(Rung.MODEL);
    assertThat(why.forecast()).contains(new Foretold("m-1", 0.75, 2, 1, 0));
    assertThat(why.contributions().stream().mapToInt(Contribution::weightUnits).sum())
        .isEqualTo(why.weight());
    List<Contribution> parts = forecastOf(0);
    assertThat(parts)
        .extracting(Contribution::name)
        .containsExactly(
            "forecast.season.next", "forecast.cpu_ratio", "forecast.age", "forecast.other");
    assertThat(parts.stream().mapToInt(Contribution::weightUnits).sum()).isEqualTo(units);
    assertThat(parts.get(0).weightUnits()).isCloseTo((int) (0.8 * units), within(1));
    assertThat(parts.get(2).weightUnits()).isCloseTo((int) (-0.1 * units), within(1));
    assertThat(parts.get(0).reason()).isEqualTo("a dip is due");
    assertThat(why.counterfactuals()).anySatisfy(it -> {
      assertThat(it.condition()).isEqualTo("without the forecast");
      assertThat(it.weight()).isEqualTo(1_000);
    });
    double typical = 1_000 * Math.pow(why.weight() / 1e3, Math.log(1.1) / Math.log(2));
    assertThat(why.counterfactuals()).anySatisfy(it -> {
      assertThat(it.condition()).isEqualTo("if season.next were as usual");
      assertThat(it.weight()).isCloseTo((int) typical, within(2));
    });
    // It is as usual already.
    assertThat(why.counterfactuals()).noneMatch(it -> it.condition().contains("cpu_ratio"));
  }

  @Test
  void explanation_ofOneThatGainsByAnothersForecast_saysSo() {
    settle();
    foreteller.foretell(Fleet.id(0), 2, 1, 0);
    fleet.tick();

    assertThat(forecastOf(1)).singleElement().satisfies(it -> {
      assertThat(it.name()).isEqualTo("forecast.peers");
      assertThat(it.weightUnits()).isEqualTo(fleet.weight(1) - 1_000);
    });
    assertThat(explain(1).forecast()).contains(new Foretold("m-1", 0.75, 1, 1, 0));
  }

  @Test
  void explanation_withoutForecast_hasNone() {
    settle();

    assertThat(explain(0).forecast()).isEmpty();
    assertThat(forecastOf(0)).isEmpty();
    assertThat(explain(0).counterfactuals()).noneMatch(it -> it.condition().contains("forecast"));
  }

  @Test
  void division_byLargestRemainders_addsUp() {
    assertThat(ForecastExplanation.divide(-10, new double[] {0.55, 0.26}))
        .containsExactly(-5, -3, -2);
    assertThat(ForecastExplanation.divide(7, new double[] {2, -1.5})).containsExactly(14, -10, 3);
    assertThat(ForecastExplanation.divide(5, new double[0])).containsExactly(5);
  }

  @Test
  void load_isThatOfTheEndpointAsItIsForetold() {
    settle();
    double calm = score(0).load();
    assertThat(score(0).source()).isEqualTo(Source.ANALYTIC);
    // The others go too, so that the weights stay.
    for (int i = 0; i < SIZE; i++) {
      foreteller.foretell(Fleet.id(i), 1.25, 1, 0);
    }
    fleet.tick();

    assertThat(fleet.weight(0)).isEqualTo(1_000);
    assertThat(100 - score(0).load()).isCloseTo(1.25 * (100 - calm), within(0.5));
    assertThat(score(0).source()).isEqualTo(Source.MODEL);
  }

  @Test
  void health_isAtMostWhatTheModelExpects() {
    settle();
    assertThat(score(0).health()).isGreaterThan(99);
    foreteller.outlooks.put(Fleet.id(0), new Outlook(Double.NaN, 0, 0.7));
    foreteller.outlooks.put(Fleet.id(1), new Outlook(Double.NaN, 0, 0.01));
    fleet.tick();

    assertThat(score(0).health()).isCloseTo(30, within(1e-9));
    assertThat(score(0).source()).isEqualTo(Source.MODEL);
    assertThat(score(1).health()).isCloseTo(99, within(1e-9));
    assertThat(score(2).source()).isEqualTo(Source.ANALYTIC);
  }

  @Test
  void performance_followsTheModelAsFarAsItIsBelieved() {
    settle();
    double calm = score(2).performance();
    double p95 = 0.05;
    foreteller.outlooks.put(Fleet.id(0), new Outlook(p95, 1, 0));
    foreteller.outlooks.put(Fleet.id(1), new Outlook(p95, 0.5, 0));
    foreteller.outlooks.put(Fleet.id(3), new Outlook(p95, 0, 0));
    fleet.tick();

    assertThat(score(0).performance()).isLessThan(score(1).performance());
    assertThat(score(1).performance()).isLessThan(calm - 5);
    assertThat(score(3).performance()).isCloseTo(calm, within(1.0));
  }
}
