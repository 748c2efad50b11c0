package io.adaptivelb.training;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.simulator.league.Duel;
import io.adaptivelb.simulator.league.Results;
import io.adaptivelb.simulator.league.ResultsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model brought in the league: the p99 with it over that without, failures counted as 1 s.
 *
 * @param command that played it
 * @param rounds one a group and number of proxies; one at least
 */
public record LeagueResult(String command, List<Round> rounds) {
  /**
   * A group of scenarios.
   *
   * @param group its name
   * @param proxies how many; 0: as many as each scenario says
   * @param mean geometric mean of the ratios
   * @param ofMean whether the limit is one of the mean, else of every scenario
   * @param limit the largest ratio that holds
   * @param held whether it does
   * @param scenarios one each
   */
  public record Round(
      String group,
      int proxies,
      double mean,
      boolean ofMean,
      double limit,
      boolean held,
      List<Duel> scenarios) {
    /** Copies. */
    public Round {
      scenarios = List.copyOf(scenarios);
    }
  }

  /** Copies. */
  public LeagueResult {
    rounds = List.copyOf(rounds);
  }

  /**
   * That of a file.
   *
   * @throws UserError when it is none of a league's, or nobody played with a model and without
   */
  static LeagueResult read(Path file) {
    return of(ResultsFile.read(file), "--league is " + file);
  }

  /**
   * That of a league.
   *
   * @param given how it was named, for the error
   * @throws UserError when nobody played with a model and without
   */
  static LeagueResult of(Results results, String given) {
    Map<String, List<Duel>> duels = new LinkedHashMap<>();
    for (Duel duel : results.duels()) {
      boolean sized = results.of(duel.group()).size() > 1;
      duels
          .computeIfAbsent(duel.group() + (sized ? duel.proxies() : ""), group -> new ArrayList<>())
          .add(duel);
    }
    if (duels.isEmpty()) {
      throw new UserError(
          "%s; it has no duels of a model with the weights without one, which lb league plays unless it is --quick"
              .formatted(given));
    }
    List<Round> rounds =
        duels.values().stream().map(some -> round(some, results)).toList();
    return new LeagueResult(results.command(), rounds);
  }

  private static Round round(List<Duel> duels, Results results) {
    Duel first = duels.getFirst();
    double mean = Duel.mean(duels);
    boolean ofMean = first.group().equals(Duel.LEARNABLE);
    double limit = ofMean ? Duel.AHEAD : Duel.NO_WORSE;
    boolean held = ofMean ? mean <= limit : duels.stream().allMatch(duel -> duel.ratio() <= limit);
    int proxies = results.of(first.group()).size() > 1 ? first.proxies() : 0;
    return new Round(first.group(), proxies, mean, ofMean, limit, held, duels);
  }
}
