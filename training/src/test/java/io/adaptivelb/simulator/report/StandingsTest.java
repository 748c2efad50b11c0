package io.adaptivelb.simulator.report;

import static io.adaptivelb.simulator.report.Played.figures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.simulator.play.Figures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingsTest {
  private static final String OURS = "adaptive+least_request";
  private static final List<Figures> RUNS = List.of(
      figures("calm", "round_robin", 1, 100, 0.01),
      figures("calm", "round_robin", 2, 200, 0.03),
      figures("calm", OURS, 1, 50, 0.01),
      figures("calm", OURS, 2, 100, 0.01),
      figures("storm", "round_robin", 1, 100, 0.01),
      figures("storm", "round_robin", 2, 100, 0.01),
      figures("storm", OURS, 1, 200, 0.01),
      figures("storm", OURS, 2, 50, 0.01));
  private static final Standings STANDINGS = new Standings(RUNS);
  private static final List<String> BOTH = List.of("calm", "storm");

  @Test
  void ratio_isTakenSeedBySeed() {
    assertThat(STANDINGS.ratio("calm", OURS, "round_robin")).isCloseTo(0.5, within(1e-12));
    assertThat(STANDINGS.ratio("storm", OURS, "round_robin")).isCloseTo(1, within(1e-12));
  }

  @Test
  void ratio_overScenarios_hasAnIntervalOverSeeds() {
    Standings.Ratio ratio = STANDINGS.ratio(BOTH, OURS, "round_robin");

    // Seed 1: sqrt(0.5 · 2) = 1; seed 2: sqrt(0.5 · 0.5) = 0.5. Of two seeds a resample is of one
    // alone half of the time.
    assertThat(ratio.value()).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(ratio.low()).isCloseTo(0.5, within(1e-12));
    assertThat(ratio.high()).isCloseTo(1, within(1e-12));
  }

  @Test
  void ratio_ofOneSeed_hasNoInterval() {
    Standings one = new Standings(RUNS.stream().filter(f -> f.seed() == 1).toList());

    Standings.Ratio ratio = one.ratio(BOTH, OURS, "round_robin");

    assertThat(List.of(ratio.low(), ratio.value(), ratio.high()))
        .allSatisfy(value -> assertThat(value).isCloseTo(1, within(1e-12)));
  }

  /** The exact interval: the mean of ten draws of 0 and 1 (times ln 2) is binomial. */
  @Test
  void interval_ofTenSeeds_isTheBinomialOne() {
    List<Figures> runs = new ArrayList<>();
    for (int seed = 1; seed <= 10; seed++) {
      runs.add(figures("calm", "round_robin", seed, 100, 0));
      runs.add(figures("calm", OURS, seed, seed <= 5 ? 100 : 200, 0));
    }

    Standings.Ratio ratio = new Standings(runs).ratio(List.of("calm"), OURS, "round_robin");

    assertThat(ratio.value()).isCloseTo(Math.pow(2, 0.5), within(1e-12));
    // P(X ≤ 1) = 0.011 and P(X ≤ 2) = 0.055, so the 2.5 % point is 2 of 10, and the 97.5 % point 8
    // of 10.
    assertThat(ratio.low()).isCloseTo(Math.pow(2, 0.2), within(1e-12));
    assertThat(ratio.high()).isCloseTo(Math.pow(2, 0.8), within(1e-12));
  }

  @Test
  void means_areGeometricForLatencyAndArithmeticForErrors() {
    assertThat(STANDINGS.mean(BOTH, "round_robin"))
        .isCloseTo(Math.pow(100.0 * 200 * 100 * 100, 0.25), within(1e-9));
    assertThat(STANDINGS.errorRatio(BOTH, "round_robin")).isCloseTo(0.015, within(1e-12));
  }

  @Test
  void anotherLatency_givesItsOwnRatios() {
    Standings medians = new Standings(
        List.of(
            new Figures("calm", "a", 1, 9, 3, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0),
            new Figures("calm", "b", 1, 9, 1, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0)),
        Figures::p50Millis);

    assertThat(medians.ratio("calm", "a", "b")).isCloseTo(3, within(1e-12));
  }

  @Test
  void score_countsWinsTiesAndLosses() {
    assertThat(STANDINGS.score(BOTH, OURS, "round_robin")).isEqualTo(new Standings.Score(1, 1, 0));
  }

  @Test
  void whoDidNotPlay_isNamed() {
    assertThat(STANDINGS.played(OURS, "round_robin")).isTrue();
    assertThat(STANDINGS.played(OURS, "prequal")).isFalse();
    assertThatThrownBy(() -> STANDINGS.ratio("calm", "prequal", "round_robin"))
        .hasMessage("calm was not played by prequal");
  }
}
