package io.adaptivelb.training;

import io.adaptivelb.cli.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** {@code lb evaluate} of finished versions: nothing is trained. */
final class ComparisonOptions {
  /** Those that only go with data sets. */
  static final List<String> NAMES =
      List.of("--data", "--model", "--registry", "--most", "--league");

  private static final int MOST_VERSIONS = 8;
  private static final Path DEFAULT_REGISTRY = Path.of("data", "models");

  @Option(
      names = "--data",
      split = ",",
      paramLabel = "DIR",
      description =
          "Data sets that lb export wrote, to be judged by; repeat, or separate by commas.")
  private List<Path> data = List.of();

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "VERSION",
      description =
          "A version's name in the registry or how it begins, the folder of a version, active, or bundled (the model that comes along); repeat, or separate by commas. The active one is always among them, where the registry has one. Default: active, else bundled.")
  private List<String> models = List.of();

  @Option(
      names = "--registry",
      paramLabel = "DIR",
      description = "Where versions are. Default: data/models.")
  private Optional<Path> registry = Optional.empty();

  @Option(
      names = "--most",
      paramLabel = "EXAMPLES",
      description = "With more examples than that, whole moments are left out. Default: 2000000.")
  private long most = 2_000_000;

  @Option(
      names = "--league",
      paramLabel = "FILE",
      description =
          "Show its result, too: p99 with a model over p99 without. A file that lb league --json wrote.")
  private Optional<Path> league = Optional.empty();

  /** Throws {@link UserError} naming what does not fit. */
  void check() {
    if (most < 1 || most > 50_000_000) {
      throw new UserError("--most is %d; it must be in 1…50000000".formatted(most));
    }
    if (models.size() > MOST_VERSIONS) {
      throw new UserError("%d times --model; %d versions at most can be told apart"
          .formatted(models.size(), MOST_VERSIONS));
    }
    registry.filter(folder -> !Files.isDirectory(folder)).ifPresent(folder -> {
      throw new UserError("--registry is %s; there is no such folder".formatted(folder));
    });
  }

  /** Reads and judges. */
  ComparisonReport run(Consumer<String> progress) {
    Optional<LeagueResult> played = league.map(LeagueResult::read);
    VersionChoice.Chosen chosen =
        new VersionChoice(registry.orElse(DEFAULT_REGISTRY)).choose(models);
    TrainingData read = TrainingData.read(data, most);
    progress.accept("%,d examples read".formatted(read.table().size()));
    return new VersionComparison(read, chosen, progress)
        .report(
            command(), data.stream().map(Path::toString).collect(Collectors.joining(", ")), played);
  }

  private String command() {
    List<String> words = new ArrayList<>(List.of("lb", "evaluate"));
    data.forEach(folder -> words.addAll(List.of("--data", folder.toString())));
    models.forEach(model -> words.addAll(List.of("--model", model)));
    registry.ifPresent(folder -> words.addAll(List.of("--registry", folder.toString())));
    words.addAll(List.of("--most", String.valueOf(most)));
    league.ifPresent(file -> words.addAll(List.of("--league", file.toString())));
    return String.join(" ", words);
  }
}
