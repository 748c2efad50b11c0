package io.adaptivelb.training;

import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.heads.HeadSettings;
import io.adaptivelb.heads.Physics;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.simulator.OutputFile;
import io.adaptivelb.simulator.page.Page;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lb train}: a serving model from data sets, as a candidate of the registry. */
@Command(
    name = "train",
    description = "Train a serving model, and put it into the registry as a candidate.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Data sets are folders that lb export writes. Nothing is in the registry before the whole model is",
      "trained and checked; whenever it is interrupted, the registry is as it was.",
      "",
      "Examples:",
      "  lb train --data telemetry --report model.html",
      "  lb train --data simulated --split cluster --out data/models --card model-card.md",
      "Next: lb model list"
    })
public final class TrainCommand implements Subcommand {
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      split = ",",
      paramLabel = "DIR",
      description = "Data sets to learn from; repeat, or separate by commas.")
  private List<Path> data = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The registry. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("data", "models");

  @Option(
      names = "--most",
      paramLabel = "EXAMPLES",
      description =
          "With more examples than that, whole moments are left out. Default: ${DEFAULT-VALUE}.")
  private long most = 2_000_000;

  @Mixin
  private TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--monotone",
      split = ",",
      paramLabel = "FEATURE",
      description =
          "Features that are load about to be sent beside planned_utilisation: every head is monotone in them.")
  private List<String> monotone = List.of();

  @Option(
      names = "--threads",
      description =
          "That XGBoost uses; the model is the same for any number. Default: one a processor.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--report", paramLabel = "FILE", description = "Write a page with plots, too.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--league",
      paramLabel = "FILE",
      description =
          "Show on that page what a model brought in a league, too. A file that lb league --json wrote.")
  private Optional<Path> league = Optional.empty();

  @Option(
      names = "--card",
      paramLabel = "FILE",
      description = "Write the model card there, too; the version has it anyway.")
  private Optional<Path> card = Optional.empty();

  @Option(names = "--json", description = "Print everything as one JSON object.")
  private boolean json;

  /** Trains. */
  @Override
  public Integer call() {
    HeadSettings settings = options.settings();
    require("--threads", threads, 1_024);
    require("--most", most, 50_000_000);
    Optional<OutputFile> page = report.map(file -> new OutputFile("--report", file));
    Optional<OutputFile> cardFile = card.map(file -> new OutputFile("--card", file));
    Optional<LeagueResult> played = league.map(LeagueResult::read);
    if (played.isPresent() && page.isEmpty()) {
      throw new UserError("--league goes with --report, which is missing");
    }
    Physics physics = physics();
    // Opened before the work, so that a registry that cannot be used says so at once.
    ModelRegistry registry = registry();
    TrainingProgress progress =
        new TrainingProgress(spec.commandLine().getErr(), Ansi.AUTO.enabled(), System::nanoTime);
    TrainingData read = TrainingData.read(data, most);
    progress.say("%,d examples read in %.0f s".formatted(read.table().size(), progress.seconds()));
    Training training = new Training("lb train", command(), source(), settings, physics, threads);
    TrainingReport done;
    try {
      done = training.run(read, registry, progress);
    } catch (RegistryException e) {
      throw new UserError("--out: " + e.getMessage(), e);
    }
    page.ifPresent(file -> file.write(Page.of(TrainingPage.of(done, played))));
    cardFile.ifPresent(file -> file.write(ModelCard.of(done)));
    print(done);
    return done.version().isPresent() ? 0 : 1;
  }

  private Physics physics() {
    try {
      return new Physics(monotone);
    } catch (IllegalArgumentException e) {
      throw new UserError("--monotone: " + e.getMessage(), e);
    }
  }

  private ModelRegistry registry() {
    try {
      return ModelRegistry.open(out, RegistryLimits.DEFAULTS, "lb train");
    } catch (RegistryException e) {
      throw new UserError("--out: " + e.getMessage(), e);
    }
  }

  private void print(TrainingReport named) {
    PrintWriter screen = spec.commandLine().getOut();
    screen.print(json ? ReportJson.pretty(named) + System.lineSeparator() : TrainingText.of(named));
    screen.flush();
  }

  /** The folders' names, without the way to them: a manifest names no machine. */
  private String source() {
    String names = data.stream()
        .map(folder -> folder.toAbsolutePath().normalize().getFileName().toString())
        .collect(Collectors.joining(", "));
    return names.length() <= 400 ? names : data.size() + " data sets";
  }

  private String command() {
    List<String> words = new ArrayList<>(List.of("lb", "train"));
    words.addAll(List.of("--data", source().replace(", ", ",")));
    words.addAll(List.of("--most", String.valueOf(most)));
    words.addAll(options.words());
    if (!monotone.isEmpty()) {
      words.addAll(List.of("--monotone", String.join(",", monotone)));
    }
    return String.join(" ", words);
  }

  private static void require(String option, long value, long most) {
    if (value < 1 || value > most) {
      throw new UserError("%s is %d; it must be in 1…%d".formatted(option, value, most));
    }
  }
}
