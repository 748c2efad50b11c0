package io.adaptivelb.simulator.league;

import io.adaptivelb.simulator.limit.LoadLimit;
import java.util.List;

/**
 * What a league brought: all that its reports are made of.
 *
 * @param command what to type to get the same again
 * @param seeds runs per policy and scenario
 * @param parts at least one; those of the first group first
 * @param duels our weights with a model on top against those without, in every scenario; may be empty
 * @param limits highest loads that were searched; may be empty
 */
public record Results(
    String command, int seeds, List<Part> parts, List<Duel> duels, List<LoadLimit> limits) {
  /** Throws {@link IllegalArgumentException} when there is nothing to report. */
  public Results {
    parts = List.copyOf(parts);
    duels = List.copyOf(duels);
    limits = List.copyOf(limits);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("parts is empty; a league has one at least");
    }
  }

  /** The group that makes the means. */
  public String firstGroup() {
    return parts.getFirst().group();
  }

  /** The parts of a group, one a number of proxies. */
  public List<Part> of(String group) {
    return parts.stream().filter(part -> part.group().equals(group)).toList();
  }

  /** Those of the other groups. */
  public List<Part> others() {
    return parts.stream().filter(part -> !part.group().equals(firstGroup())).toList();
  }
}
