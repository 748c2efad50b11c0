package io.adaptivelb.training;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.league.Results;
import io.adaptivelb.simulator.report.Standings;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model brought in the league: the p99 of {@code model+PICKER} over that of {@code adaptive+PICKER}, failures counted as 1 s.
 *
 * @param command that played it
 * @param rounds one a group, number of proxies and picker; one at least
 */
public record LeagueResult(String command, List<Round> rounds) {
  /** The group in which something can be learned. */
  private static final String LEARNABLE = "learnable";

  private static final double AHEAD = 0.90;
  private static final double NO_WORSE = 1.02;
  private static final String MODEL = "model+";
  private static final String ANALYTIC = "adaptive+";

  /**
   * A group of scenarios with one picker.
   *
   * @param group its name
   * @param proxies how many; 0: as many as each scenario says
   * @param policy with the model
   * @param against without
   * @param mean geometric mean of the ratios
   * @param low the 2.5 % end of its bootstrap interval over seeds
   * @param high the 97.5 % end
   * @param ofMean whether the limit is one of the mean, else of every scenario
   * @param limit the largest ratio that holds
   * @param held whether it does
   * @param scenarios one ratio each
   */
  public record Round(
      String group,
      int proxies,
      String policy,
      String against,
      double mean,
      double low,
      double high,
      boolean ofMean,
      double limit,
      boolean held,
      List<Scenario> scenarios) {
    /** Copies. */
    public Round {
      scenarios = List.copyOf(scenarios);
    }
  }

  /**
   * A scenario.
   *
   * @param name its name
   * @param ratio geometric mean over seeds
   */
  public record Scenario(String name, double ratio) {}

  /** Copies. */
  public LeagueResult {
    rounds = List.copyOf(rounds);
  }

  /**
   * That of a league.
   *
   * @param given how it was named, for the error
   * @throws UserError when nobody played with a model and without
   */
  static LeagueResult of(Results results, String given) {
    List<Round> rounds = new ArrayList<>();
    for (Part part : results.parts()) {
      Standings standings = new Standings(part.runs());
      for (String policy : standings.policies()) {
        String against = ANALYTIC + policy.substring(policy.indexOf('+') + 1);
        if (policy.startsWith(MODEL) && standings.played(against)) {
          rounds.add(round(part, standings, policy, against));
        }
      }
    }
    if (rounds.isEmpty()) {
      throw new UserError("%s; nobody played both with a model (%sPICKER) and without (%sPICKER)"
          .formatted(given, MODEL, ANALYTIC));
    }
    return new LeagueResult(results.command(), rounds);
  }

  private static Round round(Part part, Standings standings, String policy, String against) {
    List<Scenario> scenarios = standings.scenarios().stream()
        .map(name -> new Scenario(name, standings.ratio(name, policy, against)))
        .toList();
    Standings.Ratio mean = standings.ratio(standings.scenarios(), policy, against);
    boolean ofMean = part.group().equals(LEARNABLE);
    boolean held = ofMean
        ? mean.value() <= AHEAD
        : scenarios.stream().allMatch(scenario -> scenario.ratio() <= NO_WORSE);
    return new Round(
        part.group(),
        part.proxies(),
        policy,
        against,
        mean.value(),
        mean.low(),
        mean.high(),
        ofMean,
        ofMean ? AHEAD : NO_WORSE,
        held,
        scenarios);
  }
}
