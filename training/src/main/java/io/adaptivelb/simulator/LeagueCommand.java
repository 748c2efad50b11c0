package io.adaptivelb.simulator;

import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.settings.Units;
import io.adaptivelb.simulator.league.League;
import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.league.Results;
import io.adaptivelb.simulator.league.ResultsFile;
import io.adaptivelb.simulator.league.Rules;
import io.adaptivelb.simulator.page.Document;
import io.adaptivelb.simulator.page.Page;
import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.simulator.report.LeagueReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    footer = {
      "",
      "Examples:",
      "  lb league --quick --html league.html",
      "  lb league --out docs/league.md --html league.html --json league.json",
      "  lb league --from league.json --html league.html"
    })
public final class LeagueCommand implements Subcommand {
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--quick",
      description =
          "The eleven scenarios of the means alone, fewer policies, one seed, 50 proxies, a"
              + " quarter of the time: a few minutes.")
  private boolean quick;

  @Option(names = "--seeds", description = "Runs per cell. Default: 3, quick: 1.")
  private int seeds;

  @Option(
      names = "--proxies",
      split = ",",
      description =
          "Numbers of proxies for the means, separated by commas. Default: 50,500, quick: 50.")
  private List<Integer> proxies = List.of();

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description =
          "Measured time of each run instead of the scenario's, as in 30s; for a first look.")
  private Optional<String> duration = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the Markdown goes. Default: the screen, if there is no other file.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also a page with plots: one file, which needs no network.")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also all figures, from which --from makes the reports again.")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Plays nothing: the reports of figures that --json wrote.")
  private Optional<Path> from = Optional.empty();

  /** Plays. */
  @Override
  public Integer call() throws InterruptedException {
    Optional<OutputFile> text = out.map(path -> new OutputFile("--out", path));
    Optional<OutputFile> page = html.map(path -> new OutputFile("--html", path));
    Optional<OutputFile> figures = json.map(path -> new OutputFile("--json", path));
    Results results = from.isPresent() ? read(from.get()) : play();
    Document document = LeagueReport.of(results);
    figures.ifPresent(file -> file.write(ResultsFile.write(results)));
    page.ifPresent(file -> file.write(Page.of(document)));
    text.ifPresent(file -> file.write(document.markdown()));
    PrintWriter screen = spec.commandLine().getOut();
    if (text.isEmpty() && page.isEmpty() && figures.isEmpty()) {
      screen.print(document.markdown());
    }
    text.ifPresent(file -> screen.println("The standings are in " + file.path()));
    page.ifPresent(file -> screen.println("The page is " + file.path()));
    figures.ifPresent(file -> screen.println("The figures are in " + file.path()));
    screen.flush();
    return 0;
  }

  private Results read(Path file) {
    if (quick || seeds != 0 || !proxies.isEmpty() || duration.isPresent()) {
      throw new UserError(
          "--from is %s; it plays nothing, so --quick, --seeds, --proxies and --duration must not be given"
              .formatted(file));
    }
    return ResultsFile.read(file);
  }

  private Results play() throws InterruptedException {
    Rules rules = rules();
    League league = new League(rules);
    league.check();
    Progress progress = new Progress(
        spec.commandLine().getErr(), Ansi.AUTO.enabled(), league.work(), System::nanoTime);
    Results results =
        league.play(command(rules), Runtime.getRuntime().availableProcessors(), progress::done);
    long requests = results.parts().stream()
        .map(Part::runs)
        .flatMap(List::stream)
        .mapToLong(Figures::requests)
        .sum();
    progress.say("%,d measured requests make the standings; all of it took %.0f s"
        .formatted(requests, progress.seconds()));
    return results;
  }

  private Rules rules() {
    int runs = seeds == 0 ? quick ? 1 : 3 : seeds;
    if (runs < 1 || runs > 1_000) {
      throw new UserError("--seeds is %d; it must be in 1…1000".formatted(seeds));
    }
    for (int size : proxies) {
      if (size < 1 || size > 100_000) {
        throw new UserError("--proxies is %d; it must be in 1…100000".formatted(size));
      }
    }
    List<Integer> sizes = !proxies.isEmpty() ? proxies : quick ? List.of(50) : List.of(50, 500);
    return new Rules(quick, runs, sizes, duration.map(LeagueCommand::duration));
  }

  private static Duration duration(String text) {
    Duration duration = Units.duration(text);
    if (duration == null
        || duration.compareTo(Duration.ofMillis(100)) < 0
        || duration.compareTo(Duration.ofDays(1)) > 0) {
      throw new UserError(
          "--duration is %s; it must be in 100ms…24h; %s".formatted(text, Units.DURATION_RULE));
    }
    return duration;
  }

  /** What to type to get the same again. */
  private String command(Rules rules) {
    List<String> words = new ArrayList<>(List.of("lb league"));
    if (quick) {
      words.add("--quick");
    }
    words.add("--seeds " + rules.seeds());
    words.add("--proxies "
        + rules.proxies().stream().map(String::valueOf).collect(Collectors.joining(",")));
    duration.ifPresent(text -> words.add("--duration " + text));
    return String.join(" ", words);
  }
}
