package io.adaptivelb.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.simulator.league.Arena;
import io.adaptivelb.simulator.limit.LoadLimit;
import io.adaptivelb.simulator.limit.LoadSearch;
import io.adaptivelb.simulator.limit.Objective;
import io.adaptivelb.simulator.page.Document;
import io.adaptivelb.simulator.page.Page;
import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.simulator.play.Film;
import io.adaptivelb.simulator.play.LearnedEstimates;
import io.adaptivelb.simulator.play.Match;
import io.adaptivelb.simulator.play.Means;
import io.adaptivelb.simulator.play.Policy;
import io.adaptivelb.simulator.play.Run;
import io.adaptivelb.simulator.report.FiguresTable;
import io.adaptivelb.simulator.report.LimitReport;
import io.adaptivelb.simulator.report.LimitTable;
import io.adaptivelb.simulator.report.Scenes;
import io.adaptivelb.simulator.report.SimulateReport;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
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
      "  lb simulate --scenario mix --html mix.html",
      "  lb simulate --scenario leak --policy adaptive+least_request,model+least_request",
      "  lb simulate --scenario antagonists --max-load --max-p99 50ms",
      "  lb simulate --scenario my.yaml --policy adaptive+least_request --seeds 3 --json"
    })
public final class SimulateCommand implements Subcommand {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

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

  @Mixin
  private final ObjectiveOptions objective = new ObjectiveOptions();

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description =
          "For policies model+…: the folder of a version in a registry, instead of the model that"
              + " comes along.")
  private Optional<Path> model = Optional.empty();

  @Option(names = "--json", description = "One object a line and run; with --max-load: and policy.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also a page with plots: one file, which needs no network.")
  private Optional<Path> html = Optional.empty();

  /** Plays. */
  @Override
  public Integer call() throws InterruptedException {
    require("--seeds", seeds, 1, 1_000);
    Scenario read = ScenarioFile.read(scenario);
    Scenario sized = sized(
        read,
        given("--proxies", proxies, read.proxies()),
        given("--endpoints", endpoints, read.endpoints()));
    List<Policy> players = policies.stream().map(Policy::parse).distinct().toList();
    Optional<OutputFile> page = html.map(path -> new OutputFile("--html", path));
    Document document =
        objective.wanted() ? searchLoad(sized, players) : compare(sized, players, page.isPresent());
    page.ifPresent(file -> {
      file.write(Page.of(document));
      if (!json) {
        out().println("The page is " + file.path());
      }
    });
    out().flush();
    return 0;
  }

  private Document compare(Scenario sized, List<Policy> players, boolean filmed)
      throws InterruptedException {
    List<Match.Game> games = new ArrayList<>();
    List<Film> films = new ArrayList<>();
    Optional<EstimatorFactory> learned = model.map(VersionFolder::load).map(LearnedEstimates::of);
    for (Policy player : players) {
      Film film = new Film();
      films.add(film);
      for (int seed = 1; seed <= seeds; seed++) {
        Run.Spectator spectator = filmed && seed == 1 ? film : (mesh, weights) -> {};
        games.add(new Match.Game(sized, player, seed, estimates(player, learned), spectator));
      }
    }
    long began = System.nanoTime();
    List<Figures> results = Match.play(games, CORES, (game, figures) -> {});
    double seconds = (System.nanoTime() - began) * 1e-9;
    List<Figures> means = new ArrayList<>();
    List<Scenes> scenes = new ArrayList<>();
    for (int i = 0; i < players.size(); i++) {
      means.add(Means.of(results.subList(i * seeds, (i + 1) * seeds)));
      boolean weighted = players.get(i).brain() != Policy.Brain.NONE;
      scenes.add(new Scenes(players.get(i).name(), weighted, films.get(i).frames()));
    }
    if (json) {
      results.forEach(this::printJson);
    } else {
      printTable(sized, results, means, seconds);
    }
    return SimulateReport.of(Arena.of(sized), seeds, means, scenes);
  }

  private static Optional<EstimatorFactory> estimates(
      Policy player, Optional<EstimatorFactory> learned) {
    return player.brain() == Policy.Brain.MODEL ? learned : Optional.empty();
  }

  private void printTable(
      Scenario sized, List<Figures> results, List<Figures> means, double seconds) {
    out()
        .printf(
            "%s: %d proxies, %d endpoints, %.0f requests/s, %d seeds%n%n",
            sized.name(), sized.proxies(), sized.endpoints(), sized.meanRate(), seeds);
    out().print(FiguresTable.of(means));
    long requests = results.stream().mapToLong(Figures::requests).sum();
    out()
        .printf(
            "%n%,d measured requests in %.1f s: %,.0f a second on %d cores%n",
            requests, seconds, requests / seconds, CORES);
  }

  private Document searchLoad(Scenario sized, List<Policy> players) throws InterruptedException {
    Objective asked = objective.objective(sized);
    double work = (double) players.size() * seeds * LoadSearch.MOST_LOADS;
    Progress progress =
        new Progress(spec.commandLine().getErr(), Ansi.AUTO.enabled(), work, System::nanoTime);
    LoadSearch search = new LoadSearch(Run::play, CORES, new SearchProgress(progress, seeds));
    List<LoadLimit> limits = search.search(sized, players, seeds, asked);
    String title = "p99 ≤ %s ms, errors ≤ %s %%, mean of %d seeds"
        .formatted(plain(asked.p99Millis()), plain(100 * asked.errorRatio()), seeds);
    if (json) {
      limits.forEach(this::printJson);
    } else {
      out().printf("%s: highest load with %s%n%n", sized.name(), title);
      out().print(LimitTable.of(limits));
    }
    return LimitReport.page(Arena.of(sized), title, limits);
  }

  private static String plain(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  private void printJson(Object value) {
    try {
      out().println(new JsonMapper().writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures are plain records", e);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** The scenario in another size, unless its rules forbid that. */
  private static Scenario sized(Scenario scenario, int proxies, int endpoints) {
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
