package io.adaptivelb.simulator.league;

import io.adaptivelb.simulator.play.Figures;
import java.util.List;
import java.util.TreeSet;

/**
 * A group of scenarios that the same policies played.
 *
 * @param group the group's name in the list of scenarios
 * @param proxies how many; 0: as many as each scenario says
 * @param arenas the scenarios, in the order of the group
 * @param runs every policy's figures in every scenario under every seed
 */
public record Part(String group, int proxies, List<Arena> arenas, List<Figures> runs) {
  /** Throws {@link IllegalArgumentException} when a run is of another scenario, or one is missing. */
  public Part {
    arenas = List.copyOf(arenas);
    runs = List.copyOf(runs);
    List<String> names = arenas.stream().map(Arena::name).toList();
    TreeSet<String> policies = new TreeSet<>();
    TreeSet<Long> seeds = new TreeSet<>();
    TreeSet<String> played = new TreeSet<>();
    for (Figures run : runs) {
      if (!names.contains(run.scenario())) {
        throw new IllegalArgumentException(
            "runs of group %s name scenario \"%s\"; it must be one of %s"
                .formatted(group, run.scenario(), names));
      }
      policies.add(run.policy());
      seeds.add(run.seed());
      played.add(run.scenario() + " " + run.policy() + " " + run.seed());
    }
    int wanted = names.size() * policies.size() * seeds.size();
    if (played.size() != wanted || runs.size() != wanted || wanted == 0) {
      throw new IllegalArgumentException(
          "group %s has %d runs (%d different); %d scenarios, %d policies and %d seeds make %d"
              .formatted(
                  group,
                  runs.size(),
                  played.size(),
                  names.size(),
                  policies.size(),
                  seeds.size(),
                  wanted));
    }
  }
}
