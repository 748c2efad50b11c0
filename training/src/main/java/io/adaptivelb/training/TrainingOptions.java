package io.adaptivelb.training;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.heads.HeadSettings;
import io.adaptivelb.heads.Split;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How heads are trained, as options of a command. */
final class TrainingOptions {
  private static final HeadSettings DEFAULTS = HeadSettings.DEFAULTS;

  @Option(names = "--rounds", description = "Trees a head at most. Default: ${DEFAULT-VALUE}.")
  private int rounds = DEFAULTS.rounds();

  @Option(
      names = "--patience",
      description =
          "Rounds without a better held-out error after which a head stops growing. Default: ${DEFAULT-VALUE}.")
  private int patience = DEFAULTS.patience();

  @Option(names = "--depth", description = "Depth of a tree at most. Default: ${DEFAULT-VALUE}.")
  private int depth = DEFAULTS.depth();

  @Option(
      names = "--learning-rate",
      description = "What each tree adds of its own. Default: ${DEFAULT-VALUE}.")
  private double learningRate = DEFAULTS.learningRate();

  @Option(
      names = "--leaf-weight",
      description = "Examples in a leaf at least. Default: ${DEFAULT-VALUE}.")
  private double leafWeight = DEFAULTS.leafWeight();

  @Option(
      names = "--rarity",
      description =
          "How much more a rare example may weigh than a common one. Default: ${DEFAULT-VALUE}.")
  private double rarity = DEFAULTS.rarity();

  @Option(
      names = "--split",
      description =
          "What is held out: ${COMPLETION-CANDIDATES} (the future of each cluster, or whole clusters). Default: ${DEFAULT-VALUE}.")
  private Split split = DEFAULTS.split();

  @Option(names = "--folds", description = "How many times. Default: ${DEFAULT-VALUE}.")
  private int folds = DEFAULTS.folds();

  @Option(
      names = "--gap",
      paramLabel = "SECONDS",
      description =
          "Between what is trained on and what is held out; 60 at least. Default: ${DEFAULT-VALUE}.")
  private long gap = DEFAULTS.gap().toSeconds();

  @Option(names = "--seed", description = "Of all randomness. Default: ${DEFAULT-VALUE}.")
  private long seed = DEFAULTS.seed();

  /** As settings. */
  HeadSettings settings() {
    try {
      return new HeadSettings(
          rounds,
          patience,
          depth,
          learningRate,
          leafWeight,
          DEFAULTS.rowShare(),
          DEFAULTS.columnShare(),
          DEFAULTS.penalty(),
          rarity,
          split,
          folds,
          Duration.ofSeconds(gap),
          seed);
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  /** What to type to get the same again. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--rounds", String.valueOf(rounds)));
    words.addAll(List.of("--patience", String.valueOf(patience)));
    words.addAll(List.of("--depth", String.valueOf(depth)));
    words.addAll(List.of("--learning-rate", String.valueOf(learningRate)));
    words.addAll(List.of("--leaf-weight", String.valueOf(leafWeight)));
    words.addAll(List.of("--rarity", String.valueOf(rarity)));
    words.addAll(List.of("--split", split.name().toLowerCase(Locale.ROOT)));
    words.addAll(List.of("--folds", String.valueOf(folds)));
    words.addAll(List.of("--gap", String.valueOf(gap)));
    words.addAll(List.of("--seed", String.valueOf(seed)));
    return words;
  }
}
