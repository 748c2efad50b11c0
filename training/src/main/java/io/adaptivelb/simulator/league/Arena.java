package io.adaptivelb.simulator.league;

import io.adaptivelb.simulator.scenario.Scenario;

/**
 * A scenario as it was played.
 *
 * @param name its name
 * @param about its line
 * @param proxies how many there were
 * @param endpoints how many there were
 * @param requestsPerSecond the mean rate, before the profile
 */
public record Arena(
    String name, String about, int proxies, int endpoints, double requestsPerSecond) {
  /** Throws {@link IllegalArgumentException} when the name could not be that of a scenario. */
  public Arena {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "name is \"%s\"; it must be 1…64 letters, digits, dots and dashes".formatted(name));
    }
  }

  /** As it is. */
  public static Arena of(Scenario scenario) {
    return new Arena(
        scenario.name(),
        scenario.about(),
        scenario.proxies(),
        scenario.endpoints(),
        scenario.meanRate());
  }
}
