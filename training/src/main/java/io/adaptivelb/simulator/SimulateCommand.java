package io.adaptivelb.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.simulator.play.Match;
import io.adaptivelb.simulator.play.Policy;
import io.adaptivelb.simulator.report.FiguresTable;
import io.adaptivelb.simulator.report.Means;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lb simulate}: policies play a scenario. */
@Command(
    name = "simulate",
    description = "Let policies play a scenario, and compare what they reach.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A failed request counts as 1 s in the penalised p99. For one seed all policies see the same",
      "arrivals, job sizes and faults, and a run gives the same bytes again.",
      "",
      "Examples:",
      "  lb simulate --scenario antagonists --policy least_request,prequal,adaptive+least_request",
      "  lb simulate --scenario my.yaml --policy adaptive+least_request --seeds 3 --json"
    })
public final class SimulateCommand implements Subcommand {
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--scenario",
      required = true,
      paramLabel = "NAME|FILE",
      description = "A scenario that comes along, or a YAML file.")
  private String scenario = "";

  @Option(
      names = "--policy",
      split = ",",
      paramLabel = "POLICY",
      description = "Who plays, separated by commas. Default: ${DEFAULT-VALUE}.")
  private List<String> policies = List.of("least_request", "adaptive+least_request");

  @Option(names = "--seeds", description = "Runs per policy, seeds 1…N. Default: ${DEFAULT-VALUE}.")
  private int seeds = 5;

  @Option(names = "--proxies", description = "Instead of the scenario's number of proxies.")
  private int proxies;

  @Option(names = "--endpoints", description = "Instead of the scenario's number of endpoints.")
  private int endpoints;

  @Option(names = "--json", description = "One object a line and run.")
  private boolean json;

  /** Plays. */
  @Override
  public Integer call() throws Exception {
    require("--seeds", seeds, 1, 1_000);
    Scenario read = ScenarioFile.read(scenario);
    Scenario sized = sized(
        read,
        given("--proxies", proxies, read.proxies()),
        given("--endpoints", endpoints, read.endpoints()));
    List<Policy> players = policies.stream().map(Policy::parse).distinct().toList();
    List<Match.Game> games = new ArrayList<>();
    for (Policy player : players) {
      for (int seed = 1; seed <= seeds; seed++) {
        games.add(new Match.Game(sized, player, seed));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    long began = System.nanoTime();
    List<Figures> results =
        Match.play(games, Runtime.getRuntime().availableProcessors(), figures -> {});
    double seconds = (System.nanoTime() - began) * 1e-9;
    if (json) {
      ObjectMapper mapper = new ObjectMapper();
      for (Figures figures : results) {
        out.println(mapper.writeValueAsString(figures));
      }
      out.flush();
      return 0;
    }
    out.printf(
        "%s: %d proxies, %d endpoints, %.0f requests/s, %d seeds%n%n",
        sized.name(), sized.proxies(), sized.endpoints(), sized.meanRate(), seeds);
    List<Figures> means = new ArrayList<>();
    for (int i = 0; i < players.size(); i++) {
      means.add(Means.of(results.subList(i * seeds, (i + 1) * seeds)));
    }
    out.print(FiguresTable.of(means));
    long requests = results.stream().mapToLong(Figures::requests).sum();
    out.printf(
        "%n%,d measured requests in %.1f s: %,.0f a second on %d cores%n",
        requests, seconds, requests / seconds, Runtime.getRuntime().availableProcessors());
    out.flush();
    return 0;
  }

  /** The scenario in another size, unless its rules forbid that. */
  static Scenario sized(Scenario scenario, int proxies, int endpoints) {
    try {
      return scenario.sized(proxies, endpoints);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "scenario %s with %d proxies and %d endpoints: %s"
              .formatted(scenario.name(), proxies, endpoints, e.getMessage()),
          e);
    }
  }

  private static int given(String option, int value, int otherwise) {
    if (value == 0) {
      return otherwise;
    }
    require(option, value, 1, 100_000);
    return value;
  }

  private static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UserError("%s is %d; it must be in %d…%d".formatted(option, value, least, most));
    }
  }
}
