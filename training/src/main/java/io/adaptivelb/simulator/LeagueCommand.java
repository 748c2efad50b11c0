package io.adaptivelb.simulator;

import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.simulator.play.Match;
import io.adaptivelb.simulator.play.Policy;
import io.adaptivelb.simulator.report.LeagueReport;
import io.adaptivelb.simulator.report.Standings;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lb league}: everybody plays everything. */
@Command(
    name = "league",
    description = "Let every policy play every scenario, and write the standings.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Examples:", "  lb league --quick", "  lb league --out docs/league.md"})
public final class LeagueCommand implements Subcommand {
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
      "d2",
      "knapsack",
      "static",
      "oracle_delayed",
      "oracle",
      "oracle+weighted_probing",
      "adaptive+round_robin",
      "adaptive+least_request",
      "adaptive_2s+least_request",
      "adaptive+weighted_p2c",
      "adaptive+weighted_peak_ewma",
      "adaptive+weighted_probing");
  private static final List<String> QUICK_POLICIES = List.of(
      "round_robin",
      "least_request",
      "peak_ewma",
      "prequal",
      "orca_central",
      "oracle",
      "adaptive+least_request",
      "adaptive+weighted_probing");

  @Spec
  private CommandSpec spec;

  @Option(
      names = "--quick",
      description = "Fewer policies, one seed, 50 proxies, a quarter of the time: a few minutes.")
  private boolean quick;

  @Option(names = "--seeds", description = "Runs per cell. Default: 3, quick: 1.")
  private int seeds;

  @Option(
      names = "--proxies",
      split = ",",
      description = "Numbers of proxies, separated by commas. Default: 50,500, quick: 50.")
  private List<Integer> proxies = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the Markdown goes. Default: the screen.")
  private Optional<Path> out = Optional.empty();

  /** Plays. */
  @Override
  public Integer call() throws Exception {
    int runs = seeds == 0 ? quick ? 1 : 3 : seeds;
    if (runs < 1 || runs > 1_000) {
      throw new UserError("--seeds is %d; it must be in 1…1000".formatted(seeds));
    }
    List<Integer> sizes = !proxies.isEmpty() ? proxies : quick ? List.of(50) : List.of(50, 500);
    List<Scenario> scenarios = ScenarioFile.names("eleven").stream()
        .map(ScenarioFile::read)
        .map(this::shortened)
        .toList();
    List<Policy> policies =
        (quick ? QUICK_POLICIES : POLICIES).stream().map(Policy::parse).toList();
    List<Match.Game> games = new ArrayList<>();
    for (int size : sizes) {
      for (Scenario scenario : scenarios) {
        for (Policy policy : policies) {
          for (int seed = 1; seed <= runs; seed++) {
            games.add(new Match.Game(
                SimulateCommand.sized(scenario, size, scenario.endpoints()), policy, seed));
          }
        }
      }
    }
    List<Figures> figures = play(games);
    Map<Integer, Standings> standings = new LinkedHashMap<>();
    int each = games.size() / sizes.size();
    for (int i = 0; i < sizes.size(); i++) {
      standings.put(sizes.get(i), new Standings(figures.subList(i * each, (i + 1) * each)));
    }
    write(LeagueReport.of(standings, command(sizes, runs), runs));
    return 0;
  }

  /** What to type to get the same again. */
  private String command(List<Integer> sizes, int runs) {
    String joined = sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
    return "lb league%s --seeds %d --proxies %s".formatted(quick ? " --quick" : "", runs, joined);
  }

  private Scenario shortened(Scenario scenario) {
    return quick ? scenario.lasting(scenario.warmUp(), scenario.duration().dividedBy(4)) : scenario;
  }

  private List<Figures> play(List<Match.Game> games) throws InterruptedException {
    PrintWriter screen = spec.commandLine().getErr();
    boolean terminal = Ansi.AUTO.enabled();
    long began = System.nanoTime();
    int[] done = new int[1];
    List<Figures> figures =
        Match.play(games, Runtime.getRuntime().availableProcessors(), result -> {
          done[0]++;
          double share = (double) done[0] / games.size();
          Duration left =
              Duration.ofNanos((long) ((System.nanoTime() - began) * (1 - share) / share));
          boolean tenth = done[0] % Math.max(1, games.size() / 10) == 0;
          if (terminal || tenth) {
            screen.printf(
                "%s%3.0f %% of %d runs, about %d:%02d left%s",
                terminal ? "\r" : "",
                100 * share,
                games.size(),
                left.toMinutes(),
                left.toSecondsPart(),
                terminal ? " " : System.lineSeparator());
            screen.flush();
          }
        });
    screen.println();
    long requests = figures.stream().mapToLong(Figures::requests).sum();
    double seconds = (System.nanoTime() - began) * 1e-9;
    screen.printf(
        "%,d requests in %.0f s: %,.0f a second%n", requests, seconds, requests / seconds);
    return figures;
  }

  private void write(String text) {
    if (out.isEmpty()) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
      return;
    }
    try {
      Files.writeString(out.get(), text);
    } catch (IOException e) {
      throw new UserError("cannot write %s: %s".formatted(out.get(), e), e);
    }
    spec.commandLine().getOut().println("The standings are in " + out.get());
    spec.commandLine().getOut().flush();
  }
}
