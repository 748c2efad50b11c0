package io.adaptivelb.simulator.league;

import io.adaptivelb.simulator.play.Match;
import io.adaptivelb.simulator.play.Policy;
import io.adaptivelb.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be played for one {@link Part}.
 *
 * @param group the group's name
 * @param proxies how many; 0: as many as each scenario says
 * @param scenarios as they are played
 * @param policies who plays
 */
record Fixtures(String group, int proxies, List<Scenario> scenarios, List<Policy> policies) {
  Fixtures {
    scenarios = List.copyOf(scenarios);
    policies = List.copyOf(policies);
  }

  List<Match.Game> games(int seeds) {
    List<Match.Game> games = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      for (Policy policy : policies) {
        for (int seed = 1; seed <= seeds; seed++) {
          games.add(new Match.Game(scenario, policy, seed));
        }
      }
    }
    return games;
  }

  List<Arena> arenas() {
    return scenarios.stream().map(Arena::of).toList();
  }
}
