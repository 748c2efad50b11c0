package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.league.Arena;
import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.play.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Figures that nobody played. */
final class Played {
  private Played() {}

  static Figures figures(String scenario, String policy, long seed, double p99, double errors) {
    return new Figures(
        scenario, policy, seed, 1_000, p99 / 4, p99 / 2, p99 / 1.5, p99, p99 * 2, p99, errors, 0.9,
        1, 0, 0);
  }

  static Part part(String group, int proxies, List<Figures> runs) {
    List<Arena> arenas = runs.stream()
        .map(Figures::scenario)
        .distinct()
        .map(name -> new Arena(name, "About " + name + ".", Math.max(1, proxies), 20, 8_000))
        .toList();
    return new Part(group, proxies, arenas, runs);
  }

  /** One seed: the p99 of every policy, and its share of errors, the same in all scenarios. */
  static Part even(
      String group, int proxies, List<String> scenarios, Map<String, Double> p99, double errors) {
    List<Figures> runs = new ArrayList<>();
    for (String scenario : scenarios) {
      p99.forEach((policy, millis) -> runs.add(figures(
          scenario, policy, 1, millis, policy.startsWith("adaptive") ? errors / 10 : errors)));
    }
    return part(group, proxies, runs);
  }
}
