package io.adaptivelb.simulator.league;

import io.adaptivelb.simulator.limit.LoadLimit;
import io.adaptivelb.simulator.limit.LoadSearch;
import io.adaptivelb.simulator.limit.Objective;
import io.adaptivelb.simulator.play.Expectation;
import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.simulator.play.Match;
import io.adaptivelb.simulator.play.Policy;
import io.adaptivelb.simulator.play.Run;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import io.adaptivelb.simulator.scenario.Staging;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * Everybody plays everything: the first group of scenarios with every policy and several numbers of proxies, the other groups
 * with fewer policies and the scenario's own number; our weights with a model on top duel with those without; and the highest load
 * under antagonists is searched.
 */
public final class League {
  /** Where the highest load is searched. */
  public static final String LIMIT_SCENARIO = "antagonists";

  private static final List<String> POLICIES = List.of(
      "random",
      "round_robin",
      "least_request",
      "peak_ewma",
      "prequal",
      "c3",
      "grpc_wrr",
      "grpc_wrr_oob",
      "orca_central",
      "pid",
      "pid+round_robin",
      "l3",
      "l3+round_robin",
      "d2",
      "d2+round_robin",
      "knapsack",
      "knapsack+round_robin",
      "static",
      "oracle_delayed",
      "oracle",
      "oracle+weighted_probing",
      "adaptive+round_robin",
      "adaptive+least_request",
      "adaptive_2s+least_request",
      "adaptive+weighted_p2c",
      "adaptive+weighted_peak_ewma",
      "adaptive+weighted_probing",
      "model+least_request",
      "model+weighted_probing");
  private static final List<String> QUICK_POLICIES = List.of(
      "round_robin",
      "least_request",
      "peak_ewma",
      "prequal",
      "orca_central",
      "oracle",
      "adaptive+least_request",
      "adaptive+weighted_peak_ewma",
      "adaptive+weighted_probing",
      "model+least_request");
  private static final List<String> OTHER_POLICIES = List.of(
      "round_robin",
      "least_request",
      "peak_ewma",
      "prequal",
      "orca_central",
      "l3",
      "adaptive+least_request",
      "adaptive+weighted_peak_ewma",
      "adaptive+weighted_probing",
      "model+least_request",
      "model+weighted_probing");
  /** What a model has to be better than, and what it is then. */
  private static final String BRAIN = "adaptive+least_request";

  private static final String MODEL = "model+least_request";
  private static final List<String> LIMIT_POLICIES = List.of(
      "round_robin",
      "least_request",
      "peak_ewma",
      "prequal",
      "adaptive+least_request",
      "adaptive+weighted_peak_ewma",
      "adaptive+weighted_probing");

  /** A guess, for the time left: about where the limits lie, and how many loads a search tries. */
  private static final double TYPICAL_UTILISATION = 0.6;

  private final Rules rules;
  private final List<Fixtures> fixtures = new ArrayList<>();
  private final Duels duels = new Duels(Policy.parse(MODEL), Policy.parse(BRAIN));
  private final List<Scenario> limitScenarios = new ArrayList<>();

  /** A league that has not begun. */
  public League(Rules rules) {
    this.rules = rules;
    String first = ScenarioFile.groups().getFirst();
    List<Policy> players = policies(rules.quick() ? QUICK_POLICIES : POLICIES);
    for (int size : rules.proxies()) {
      List<Scenario> sized = scenarios(first).stream()
          .map(scenario -> scenario.sized(size, scenario.endpoints()))
          .toList();
      fixtures.add(new Fixtures(first, size, sized, players));
    }
    if (rules.quick()) {
      return;
    }
    for (String group : ScenarioFile.groups()) {
      if (!group.equals(first)) {
        fixtures.add(new Fixtures(group, 0, scenarios(group), policies(OTHER_POLICIES)));
      }
    }
    fixtures.forEach(part -> duels.add(part.group(), part.scenarios()));
    scenarios(first).stream()
        .filter(scenario -> scenario.name().equals(LIMIT_SCENARIO))
        .forEach(limitScenarios::add);
  }

  /**
   * Sets every scenario up once, so that a file that it lacks is missed now and not after half an hour.
   *
   * @throws io.adaptivelb.cli.UserError naming what is missing
   */
  public void check() {
    for (Fixtures part : fixtures) {
      part.scenarios().forEach(scenario -> new Staging(scenario, 1));
    }
  }

  private List<Scenario> scenarios(String group) {
    return ScenarioFile.names(group).stream()
        .map(ScenarioFile::read)
        .map(rules::timed)
        .toList();
  }

  private static List<Policy> policies(List<String> names) {
    return names.stream().map(Policy::parse).toList();
  }

  /** Requests that are expected, over all runs. */
  public double work() {
    double sum = 0;
    for (Fixtures part : fixtures) {
      for (Match.Game game : part.games(rules.seeds())) {
        sum += Expectation.requests(game.scenario());
      }
    }
    return sum + duels.work() + limitScenarios.size() * LIMIT_POLICIES.size() * limitWork();
  }

  /** That of one policy's search. */
  private double limitWork() {
    return limitScenarios.stream()
        .mapToDouble(scenario -> LoadSearch.MOST_LOADS
            * rules.seeds()
            * Expectation.requests(LoadSearch.at(scenario, TYPICAL_UTILISATION)))
        .average()
        .orElse(0);
  }

  /**
   * Plays it.
   *
   * @param command what to type to get the same again
   * @param done hears how much of the {@link #work} is done since the last call; one call at a time
   */
  public Results play(String command, int threads, DoubleConsumer done)
      throws InterruptedException {
    List<Match.Game> games = new ArrayList<>();
    fixtures.forEach(part -> games.addAll(part.games(rules.seeds())));
    List<Figures> figures = Match.play(
        games, threads, (game, result) -> done.accept(Expectation.requests(game.scenario())));
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (Fixtures part : fixtures) {
      int to = from + part.games(rules.seeds()).size();
      parts.add(new Part(part.group(), part.proxies(), part.arenas(), figures.subList(from, to)));
      from = to;
    }
    List<Duel> fought = duels.play(threads, done);
    List<LoadLimit> limits = new ArrayList<>();
    for (Scenario scenario : limitScenarios) {
      Objective objective = new Objective(scenario.slo().toNanos() * 1e-6, Objective.ERROR_RATIO);
      LoadSearch search = new LoadSearch(Run::play, threads, new Steps(done, limitWork()));
      limits.addAll(search.search(scenario, policies(LIMIT_POLICIES), rules.seeds(), objective));
    }
    return new Results(command, rules.seeds(), parts, fought, limits);
  }

  /** Turns a search's runs into shares of what was expected of it. */
  private final class Steps implements LoadSearch.Listener {
    private final DoubleConsumer done;
    private final double each;
    private final Map<String, Integer> runs = new HashMap<>();

    Steps(DoubleConsumer done, double workOfOne) {
      this.done = done;
      each = workOfOne / (LoadSearch.MOST_LOADS * rules.seeds());
    }

    @Override
    public void played(Scenario scenario, Policy policy) {
      runs.merge(policy.name(), 1, Integer::sum);
      done.accept(each);
    }

    @Override
    public void found(LoadLimit limit) {
      int played = runs.getOrDefault(limit.policy(), 0);
      done.accept(each * (LoadSearch.MOST_LOADS * rules.seeds() - played));
    }
  }
}
