package io.adaptivelb.simulator.league;

import io.adaptivelb.simulator.play.Expectation;
import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.simulator.play.Match;
import io.adaptivelb.simulator.play.Policy;
import io.adaptivelb.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Plays two policies against each other in every scenario until it is known which is better. One that differs by a hundredth where a
 * crash decides the p99 needs many seeds; most scenarios need few. Every scenario is played with pairs of the same seed until the
 * standard error of the mean log ratio is at most {@value #PRECISE}: the stopping rule looks at the spread and not at who is ahead,
 * so it favours nobody.
 */
final class Duels {
  /** Seeds a scenario at most. */
  static final int MOST = 96;

  private static final double PRECISE = 0.007;

  /** Seeds that a scenario takes, for the time left: a guess. */
  private static final double TYPICAL = 16;

  /** Seeds a round: the spread of fewer says nothing. */
  private static final int ROUND = 6;

  private final Policy policy;
  private final Policy rival;
  private final List<Bout> bouts = new ArrayList<>();

  /** The two of them. */
  Duels(Policy policy, Policy rival) {
    this.policy = policy;
    this.rival = rival;
  }

  /** Adds scenarios to play. */
  void add(String group, List<Scenario> scenarios) {
    scenarios.forEach(scenario -> bouts.add(new Bout(group, scenario)));
  }

  /** Requests that are expected. */
  double work() {
    return bouts.stream().mapToDouble(bout -> bout.work(MOST)).sum();
  }

  /**
   * Plays them all.
   *
   * @param done hears how much of the {@link #work} is done, or need not be
   */
  List<Duel> play(int threads, DoubleConsumer done) throws InterruptedException {
    List<Bout> open = List.copyOf(bouts);
    while (!open.isEmpty()) {
      List<Match.Game> games = new ArrayList<>();
      open.forEach(bout -> bout.addGames(games));
      List<Figures> figures =
          Match.play(games, threads, (game, result) -> done.accept(work(game.scenario(), 1)));
      int from = 0;
      for (Bout bout : open) {
        bout.take(figures.subList(from, from + 2 * ROUND));
        from += 2 * ROUND;
        if (bout.isDecided()) {
          done.accept(bout.work(MOST - bout.logs.size()));
        }
      }
      open = open.stream().filter(bout -> !bout.isDecided()).toList();
    }
    return bouts.stream().map(Bout::result).toList();
  }

  /** A scenario that needs fewer seeds than most is done sooner. */
  private static double work(Scenario scenario, int runs) {
    return runs * TYPICAL / MOST * Expectation.requests(scenario);
  }

  /** A scenario, and the log ratios of the seeds so far. */
  private final class Bout {
    private final String group;
    private final Scenario scenario;
    private final List<Double> logs = new ArrayList<>();

    Bout(String group, Scenario scenario) {
      this.group = group;
      this.scenario = scenario;
    }

    double work(int seeds) {
      return Duels.work(scenario, 2 * seeds);
    }

    void addGames(List<Match.Game> games) {
      for (int i = 1; i <= ROUND; i++) {
        games.add(new Match.Game(scenario, policy, logs.size() + i));
        games.add(new Match.Game(scenario, rival, logs.size() + i));
      }
    }

    void take(List<Figures> pairs) {
      for (int i = 0; i < pairs.size(); i += 2) {
        logs.add(StrictMath.log(
            pairs.get(i).p99PenalisedMillis() / pairs.get(i + 1).p99PenalisedMillis()));
      }
    }

    boolean isDecided() {
      return logs.size() >= MOST || error() <= PRECISE;
    }

    private double mean() {
      return logs.stream().mapToDouble(log -> log).sum() / logs.size();
    }

    private double error() {
      double mean = mean();
      double squares =
          logs.stream().mapToDouble(log -> (log - mean) * (log - mean)).sum();
      return StrictMath.sqrt(squares / (logs.size() - 1) / logs.size());
    }

    Duel result() {
      return new Duel(
          group,
          scenario.name(),
          scenario.proxies(),
          policy.name(),
          rival.name(),
          logs.size(),
          StrictMath.exp(mean()),
          error());
    }
  }
}
