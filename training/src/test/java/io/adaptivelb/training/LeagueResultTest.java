package io.adaptivelb.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.simulator.league.Arena;
import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.league.Results;
import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.training.LeagueResult.Round;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeagueResultTest {
  /** One learnable scenario and one other: a policy brings the p99 to 0.8 and 1.1 of what it was. */
  static Results played(String policy) {
    List<Part> parts = new ArrayList<>();
    for (String group : List.of("learnable", "others")) {
      String scenario = group.equals("learnable") ? "leak" : "calm";
      double ratio = group.equals("learnable") ? 0.8 : 1.1;
      parts.add(new Part(
          group,
          0,
          List.of(new Arena(scenario, "", 50, 20, 8_000)),
          List.of(
              figures(scenario, "adaptive+least_request", 100),
              figures(scenario, policy, 100 * ratio))));
    }
    return new Results("lb league", 1, parts, List.of());
  }

  private static Figures figures(String scenario, String policy, double p99) {
    return new Figures(scenario, policy, 1, 100, 1, 2, 3, 4, 5, p99, 0.1, 0.9, 1.5, 0.01, 3);
  }

  @Test
  void learnable_isJudgedByItsMeanAndTheRestByEachScenario() {
    List<Round> rounds = LeagueResult.of(played("model+least_request"), "--league is league.json")
        .rounds();

    assertThat(rounds).hasSize(2);
    assertThat(rounds.get(0).ofMean()).isTrue();
    assertThat(rounds.get(0).mean()).isEqualTo(0.8, within(1e-9));
    assertThat(rounds.get(0).limit()).isEqualTo(0.9);
    assertThat(rounds.get(0).held()).isTrue();
    assertThat(rounds.get(1).ofMean()).isFalse();
    assertThat(rounds.get(1).limit()).isEqualTo(1.02);
    assertThat(rounds.get(1).scenarios().getFirst().ratio()).isEqualTo(1.1, within(1e-9));
    assertThat(rounds.get(1).held()).isFalse();
  }

  @Test
  void withoutAModel_thereIsNothingToShow() {
    assertThatThrownBy(() -> LeagueResult.of(played("prequal"), "--league is league.json"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "--league is league.json; nobody played both with a model (model+PICKER) and without (adaptive+PICKER)");
  }

  @Test
  void modelOfAnotherPicker_isNotCompared() {
    assertThatThrownBy(() -> LeagueResult.of(played("model+round_robin"), "--league is it"))
        .isInstanceOf(UserError.class);
  }
}
