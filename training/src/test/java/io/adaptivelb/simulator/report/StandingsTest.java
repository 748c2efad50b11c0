package io.adaptivelb.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.simulator.play.Figures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandingsTest {
  private static Figures figures(String scenario, String policy, long seed, double p99) {
    return new Figures(scenario, policy, seed, 1_000, 1, 2, p99, p99, p99, 0.01, 0.9, 1, 0, 0);
  }

  private static final Standings STANDINGS = new Standings(List.of(
      figures("calm", "round_robin", 1, 100),
      figures("calm", "round_robin", 2, 200),
      figures("calm", "adaptive+least_request", 1, 50),
      figures("calm", "adaptive+least_request", 2, 100),
      figures("storm", "round_robin", 1, 100),
      figures("storm", "round_robin", 2, 100),
      figures("storm", "adaptive+least_request", 1, 200),
      figures("storm", "adaptive+least_request", 2, 50)));

  @Test
  void ratio_isTakenSeedBySeed() {
    assertThat(STANDINGS.ratio("calm", "adaptive+least_request", "round_robin"))
        .isCloseTo(0.5, within(1e-12));
    assertThat(STANDINGS.ratio("storm", "adaptive+least_request", "round_robin"))
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void ratio_overScenarios_hasAnIntervalOverSeeds() {
    Standings.Ratio ratio =
        STANDINGS.ratio(List.of("calm", "storm"), "adaptive+least_request", "round_robin");

    // Seed 1: sqrt(0.5 · 2) = 1; seed 2: sqrt(0.5 · 0.5) = 0.5.
    assertThat(ratio.value()).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(ratio.low()).isCloseTo(0.5, within(1e-12));
    assertThat(ratio.high()).isCloseTo(1, within(1e-12));
  }

  @Test
  void score_countsWinsTiesAndLosses() {
    assertThat(STANDINGS.score(List.of("calm", "storm"), "adaptive+least_request", "round_robin"))
        .isEqualTo(new Standings.Score(1, 1, 0));
  }

  @Test
  void whoDidNotPlay_isNamed() {
    assertThatThrownBy(() -> STANDINGS.ratio("calm", "prequal", "round_robin"))
        .hasMessage("calm was not played by prequal");
  }

  @Test
  void report_showsEveryCellAndTheLosses() {
    String text = LeagueReport.of(Map.of(50, STANDINGS), "lb league", 2);

    assertThat(text)
        .contains("## 50 proxies")
        .contains("| `round_robin` | 141 | 100 | **119** | 1.000 % |")
        .contains("| `adaptive+least_request` | 71 | 100 |")
        .contains("0.707 (0.500–1.000) | 1/1/0 |")
        .contains("Nowhere.");
  }
}
