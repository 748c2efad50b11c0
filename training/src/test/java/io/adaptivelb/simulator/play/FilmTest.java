package io.adaptivelb.simulator.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FilmTest {
  private static final Scenario SHORT = ScenarioFile.read("antagonists")
      .sized(10, 10)
      .lasting(Duration.ofSeconds(10), Duration.ofSeconds(20));
  private static final Policy POLICY = Policy.parse("adaptive+least_request");

  @Test
  void film_changesNothingOfTheRun() throws InterruptedException {
    Film film = new Film();
    List<Figures> figures = Match.play(
        List.of(
            new Match.Game(SHORT, POLICY, 1, Optional.empty(), film),
            new Match.Game(SHORT, POLICY, 1)),
        2,
        (game, result) -> {});

    assertThat(figures.get(0)).isEqualTo(figures.get(1));
    assertThat(film.frames()).hasSizeBetween(29, 32);
    assertThat(film.frames()).allSatisfy(frame -> assertThat(frame.inFlight()).hasSize(10));
    // Thefts have begun by then, so weights differ.
    assertThat(film.frames().get(25).weights())
        .doesNotContainSequence(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0);
  }

  @Test
  void longRun_losesEverySecondFrame() {
    Scenario idle =
        SHORT.sized(1, 2).loaded(0.001).lasting(Duration.ofSeconds(1), Duration.ofSeconds(2_000));
    Film film = new Film();

    Run.play(idle, Policy.parse("random"), 1, ControlSettings.DEFAULTS, film);

    List<Film.Frame> frames = film.frames();
    assertThat(frames).hasSizeBetween(300, 600);
    assertThat(frames.get(1).second() - frames.get(0).second()).isEqualTo(4);
    assertThat(frames.getLast().second()).isGreaterThan(1_990);
    for (int i = 1; i < frames.size(); i++) {
      assertThat(frames.get(i).second() - frames.get(i - 1).second()).isEqualTo(4);
    }
  }

  /** Whatever ends first: results come in the order of the games, and everybody hears of all. */
  @Test
  void match_keepsTheOrderOfItsGames() throws InterruptedException {
    List<Match.Game> games = new ArrayList<>();
    for (double factor : new double[] {0.2, 1, 0.5, 0.1}) {
      games.add(new Match.Game(
          SHORT.loaded(factor).lasting(Duration.ZERO, Duration.ofSeconds(2)), POLICY, 1));
    }
    List<Match.Game> heard = Collections.synchronizedList(new ArrayList<>());

    List<Figures> figures = Match.play(games, 1, (game, result) -> heard.add(game));

    assertThat(figures.stream().map(Figures::requests).toList())
        .satisfies(r -> assertThat(r.get(1)).isGreaterThan(r.get(2)))
        .satisfies(r -> assertThat(r.get(2)).isGreaterThan(r.get(0)))
        .satisfies(r -> assertThat(r.get(0)).isGreaterThan(r.get(3)));
    // On one thread the longest plays first.
    assertThat(heard).containsExactly(games.get(1), games.get(2), games.get(0), games.get(3));
  }
}
