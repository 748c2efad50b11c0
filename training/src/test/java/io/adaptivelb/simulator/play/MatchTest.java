package io.adaptivelb.simulator.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatchTest {
  @Test
  void oneSeed_givesTheSameBytes_whoeverPlaysBesidesIt() throws Exception {
    List<Match.Game> games = new ArrayList<>();
    for (String name : List.of("mix", "gc-bursts", "telemetry-lying")) {
      Scenario scenario = ScenarioFile.read(name)
          .lasting(Duration.ofSeconds(5), Duration.ofSeconds(10))
          .sized(5, 8);
      for (String policy : List.of("prequal", "orca_central", "adaptive+weighted_peak_ewma")) {
        games.add(new Match.Game(scenario, Policy.parse(policy), 1));
        games.add(new Match.Game(scenario, Policy.parse(policy), 2));
      }
    }

    List<String> alone = lines(Match.play(games, 1, (game, figures) -> {}));
    List<String> together = lines(Match.play(games.reversed(), 2, (game, figures) -> {}));

    assertThat(alone).doesNotHaveDuplicates();
    assertThat(together.reversed()).isEqualTo(alone);
  }

  private static List<String> lines(List<Figures> all) throws JsonProcessingException {
    List<String> lines = new ArrayList<>();
    for (Figures figures : all) {
      lines.add(new ObjectMapper().writeValueAsString(figures));
    }
    return lines;
  }
}
