package io.adaptivelb.training;

import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.heads.HeadSettings;
import io.adaptivelb.heads.Physics;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.settings.Units;
import io.adaptivelb.store.StoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lb retrain}: a new model from a running server's telemetry, every so often. */
@Command(
    name = "retrain",
    description = "Train a model from the telemetry of a running server, again and again.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The server goes on meanwhile. Each model is put into DATA/models and scores in the shadow, unless a",
      "shadow or a canary is under way; it never serves by itself. When it is interrupted, or nothing is worth",
      "keeping, everything is as it was. Run it with low priority:",
      "",
      "  nice -n 19 lb retrain --data data",
      "  lb retrain --data data --once --window 14d --json",
      "Next: lb model list"
    })
public final class RetrainCommand implements Subcommand {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(3_650);

  @Spec
  private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "The data directory of lb serve or lb demo.")
  private Path data;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Its feature store, where the configuration names another folder.")
  private Optional<Path> store = Optional.empty();

  @Option(
      names = "--every",
      converter = DurationConverter.class,
      description = "From one training to the next. Default: 24h.")
  private Duration every = Duration.ofHours(24);

  @Option(names = "--once", description = "Train once, and tell by the exit code.")
  private boolean once;

  @Option(
      names = "--window",
      converter = DurationConverter.class,
      description = "How much of the newest telemetry to learn from. Default: 7d.")
  private Duration window = Duration.ofDays(7);

  @Option(
      names = "--most",
      paramLabel = "EXAMPLES",
      description =
          "With more examples than that, whole moments are left out. Default: ${DEFAULT-VALUE}.")
  private long most = 500_000;

  @Mixin
  private TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--threads",
      description =
          "That XGBoost uses; the model is the same for any number. Default: a quarter of the processors.")
  private int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 4);

  @Option(names = "--json", description = "Print each training as a JSON object on a line.")
  private boolean json;

  /** Trains, once or until it is interrupted. */
  @Override
  public Integer call() {
    require("--every", every);
    require("--window", window);
    require("--threads", threads, 1_024);
    require("--most", most, 50_000_000);
    HeadSettings settings = options.settings();
    try (RetrainFolder folder = RetrainFolder.open(data)) {
      Retraining retraining = new Retraining(
          store.orElse(data),
          folder,
          ModelRegistry.open(data.resolve("models"), RegistryLimits.DEFAULTS, Retraining.TOOL),
          window,
          most,
          new Training(
              Retraining.TOOL,
              command(),
              "feature store, the last " + Units.format(window),
              settings,
              Physics.USUAL,
              threads),
          InstantSource.system());
      if (once) {
        RetrainReport report = train(retraining);
        return report.version().isPresent() ? 0 : 1;
      }
      Schedule.real(every).run(() -> trainAndGoOn(retraining));
      return 0;
    } catch (StoreException | RegistryException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private RetrainReport train(Retraining retraining) {
    TrainingProgress progress =
        new TrainingProgress(spec.commandLine().getErr(), Ansi.AUTO.enabled(), System::nanoTime);
    RetrainReport report = retraining.once(progress);
    PrintWriter screen = spec.commandLine().getOut();
    screen.print(json ? ReportJson.line(report) + System.lineSeparator() : RetrainText.of(report));
    screen.flush();
    return report;
  }

  /** What went wrong today may go well tomorrow: a disk that was full, a registry that was locked. */
  private void trainAndGoOn(Retraining retraining) {
    try {
      train(retraining);
    } catch (UserError | StoreException | RegistryException e) {
      PrintWriter screen = spec.commandLine().getErr();
      screen.println("lb retrain: %s; it will be tried again".formatted(e.getMessage()));
      screen.flush();
    }
  }

  /** Without the way to the folder: a manifest names no machine. */
  private String command() {
    List<String> words = new ArrayList<>(List.of("lb", "retrain", "--data"));
    words.add(data.toAbsolutePath().normalize().getFileName().toString());
    words.addAll(List.of("--once", "--window", Units.format(window)));
    words.addAll(List.of("--most", String.valueOf(most)));
    words.addAll(options.words());
    return String.join(" ", words);
  }

  private static void require(String option, Duration value) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new UserError("%s is %s; it must be in %s…%s"
          .formatted(option, Units.format(value), Units.format(SHORTEST), Units.format(LONGEST)));
    }
  }

  private static void require(String option, long value, long most) {
    if (value < 1 || value > most) {
      throw new UserError("%s is %d; it must be in 1…%d".formatted(option, value, most));
    }
  }
}
