package io.adaptivelb.simulator.league;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.simulator.play.Policy;
import io.adaptivelb.simulator.play.Run;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import org.junit.jupiter.api.Test;

class DuelsTest {
  private static final Policy CHANCE = Policy.parse("random");
  private static final Policy TURNS = Policy.parse("round_robin");

  private static Scenario calm(Duration lasting) {
    return ScenarioFile.read("homogeneous").sized(2, 4).lasting(Duration.ZERO, lasting);
  }

  @Test
  void samePolicy_isEvenAfterTheFewestSeeds() throws InterruptedException {
    DoubleAdder done = new DoubleAdder();
    Duels duels = new Duels(TURNS, TURNS);
    duels.add("eleven", List.of(calm(Duration.ofMillis(200))));

    List<Duel> results = duels.play(2, done::add);

    assertThat(results)
        .containsExactly(
            new Duel("eleven", "homogeneous", 2, "round_robin", "round_robin", 6, 1, 0));
    assertThat(done.sum()).isCloseTo(duels.work(), within(1e-6));
  }

  @Test
  void spread_isPlayedDownSeedBySeed() throws InterruptedException {
    Scenario noisy = calm(Duration.ofSeconds(1));
    Duels duels = new Duels(CHANCE, TURNS);
    duels.add("eleven", List.of(noisy));

    Duel duel = duels.play(2, work -> {}).getFirst();

    double logs = 0;
    for (int seed = 1; seed <= duel.seeds(); seed++) {
      logs += Math.log(Run.play(noisy, CHANCE, seed).p99PenalisedMillis()
          / Run.play(noisy, TURNS, seed).p99PenalisedMillis());
    }
    assertThat(duel.ratio()).isCloseTo(Math.exp(logs / duel.seeds()), within(1e-12));
    assertThat(duel.seeds()).isEqualTo(Duels.MOST);
    assertThat(duel.low()).isLessThan(duel.ratio());
    assertThat(duel.high()).isGreaterThan(duel.ratio());
  }

  @Test
  void noScenarios_areNoDuels() throws InterruptedException {
    assertThat(new Duels(CHANCE, TURNS).play(1, work -> {})).isEmpty();
  }
}
