package io.adaptivelb.simulator.league;

import static io.adaptivelb.domain.Ranges.requireInRange;

import io.adaptivelb.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How large a league is.
 *
 * @param quick the first group alone, fewer policies, a quarter of the time, no search for the highest load
 * @param seeds runs per policy and scenario; 1…1 000
 * @param proxies numbers of proxies that the first group is played with
 * @param duration of the measurement, instead of the scenario's; a longer warm-up is cut to it
 */
public record Rules(boolean quick, int seeds, List<Integer> proxies, Optional<Duration> duration) {
  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public Rules {
    proxies = proxies.stream().distinct().toList();
    requireInRange("seeds", seeds, 1, 1_000);
    for (int size : proxies) {
      requireInRange("proxies", size, 1, 100_000);
    }
    if (proxies.isEmpty()) {
      throw new IllegalArgumentException("proxies is empty; give one number at least");
    }
    duration.ifPresent(
        d -> requireInRange("duration", d, Duration.ofMillis(100), Duration.ofDays(1)));
  }

  Scenario timed(Scenario scenario) {
    if (duration.isPresent()) {
      Duration own = duration.get();
      return scenario.lasting(own.compareTo(scenario.warmUp()) < 0 ? own : scenario.warmUp(), own);
    }
    return quick ? scenario.lasting(scenario.warmUp(), scenario.duration().dividedBy(4)) : scenario;
  }
}
