package io.adaptivelb.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.simulator.league.Arena;
import io.adaptivelb.simulator.league.Duel;
import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.league.Results;
import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.training.LeagueResult.Round;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeagueResultTest {
  /** One learnable scenario and one other: a model brings the p99 to 0.8 and 1.1 of what it was. */
  static Results played(Duel... duels) {
    Part part = new Part(
        "eleven",
        50,
        List.of(new Arena("mix", "", 50, 20, 8_000)),
        List.of(new Figures("mix", "random", 1, 100, 1, 2, 3, 4, 5, 6, 0.1, 0.9, 1.5, 0.01, 3)));
    return new Results("lb league", 1, List.of(part), List.of(duels), List.of());
  }

  static Results played() {
    return played(duel("learnable", "leak", 0.8), duel("others", "calm", 1.1));
  }

  private static Duel duel(String group, String scenario, double ratio) {
    return new Duel(
        group, scenario, 50, "model+least_request", "adaptive+least_request", 12, ratio, 0.01);
  }

  @Test
  void learnable_isJudgedByItsMeanAndTheRestByEachScenario() {
    List<Round> rounds = LeagueResult.of(played(), "--league is league.json").rounds();

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
  void leagueWithoutDuels_isRefused() {
    assertThatThrownBy(() -> LeagueResult.of(played(new Duel[0]), "--league is league.json"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "--league is league.json; it has no duels of a model with the weights without one, which lb league plays unless it is --quick");
  }
}
