package io.adaptivelb.training;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.degradation.DegradationEvaluation;
import io.adaptivelb.forecast.ForecastEvaluation;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.recording.NezhaFolder;
import io.adaptivelb.recording.Recording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** {@code lb evaluate} of recorded days: models are trained on them, and judged by them. */
final class RecordedOptions {
  /** What is learned and judged. */
  enum Task {
    forecast,
    degraded
  }

  /** Those that only go with recorded days. */
  static final List<String> NAMES =
      List.of("--recorded", "--train", "--test", "--task", "--seeds", "--threads");

  @Option(
      names = "--recorded",
      split = ",",
      paramLabel = "DIR",
      description =
          "Recorded days, each judged by itself and by each other; repeat, or separate by commas.")
  private List<Path> recorded = List.of();

  @Option(
      names = "--train",
      split = ",",
      paramLabel = "DIR",
      description = "Recorded days to learn from.")
  private List<Path> train = List.of();

  @Option(
      names = "--test",
      split = ",",
      paramLabel = "DIR",
      description = "Recorded days to be judged by.")
  private List<Path> test = List.of();

  @Option(
      names = "--task",
      split = ",",
      description =
          "What to learn: ${COMPLETION-CANDIDATES} (the next minute; which pods are degraded). Default: both.")
  private List<Task> tasks = List.of(Task.values());

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Trees are grown with seeds 1…N and averaged. Default: 3.")
  private int seeds = 3;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "That XGBoost uses; the result is the same for any number. Default: 1.")
  private int threads = 1;

  /** Throws {@link UserError} naming what does not fit. */
  void check() {
    require("--seeds", seeds, 100);
    require("--threads", threads, 1_024);
    if (recorded.isEmpty() == train.isEmpty() || train.isEmpty() != test.isEmpty()) {
      throw new UserError("give either --data, or --recorded, or both --train and --test");
    }
    for (Path day : test) {
      if (train.contains(day)) {
        throw new UserError(
            "%s is both --train and --test; what is judged by must not be learned from"
                .formatted(day));
      }
    }
  }

  /** Reads, trains and judges; a step at a time, so that the progress can be told. */
  EvaluationReport run(Consumer<List<EvaluationPlan.Step>> work) {
    Map<Path, Recording> days = read();
    Learner learner = new Learner(threads);
    EvaluationPlan plan = new EvaluationPlan(
        new ForecastEvaluation(learner, seeds), new DegradationEvaluation(learner, seeds));
    List<Recording> all = List.copyOf(days.values());
    List<Recording> learned = train.stream().map(days::get).toList();
    List<Recording> judged = test.stream().map(days::get).toList();
    if (tasks.contains(Task.forecast)) {
      plan.forecastHalves(recorded.isEmpty() ? List.of() : all);
      plan.forecastDays(learned, judged);
    }
    if (tasks.contains(Task.degraded)) {
      plan.degradedByEpisode(recorded.isEmpty() ? List.of() : all);
      plan.degradedDays(learned, judged);
    }
    work.accept(plan.steps());
    return plan.report(command(), all);
  }

  /** Every folder once; two of the same name could not be told apart in the report. */
  private Map<Path, Recording> read() {
    Set<Path> folders = new LinkedHashSet<>(recorded);
    folders.addAll(train);
    folders.addAll(test);
    Map<Path, Recording> days = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>();
    for (Path folder : folders) {
      Recording day = NezhaFolder.read(folder);
      if (!names.add(day.name())) {
        throw new UserError("two folders are called %s; rename one".formatted(day.name()));
      }
      days.put(folder, day);
    }
    return days;
  }

  private String command() {
    List<String> words = new ArrayList<>(List.of("lb", "evaluate"));
    recorded.forEach(folder -> words.addAll(List.of("--recorded", folder.toString())));
    train.forEach(folder -> words.addAll(List.of("--train", folder.toString())));
    test.forEach(folder -> words.addAll(List.of("--test", folder.toString())));
    if (!tasks.containsAll(List.of(Task.values()))) {
      tasks.forEach(task -> words.addAll(List.of("--task", task.name())));
    }
    words.addAll(List.of("--seeds", String.valueOf(seeds)));
    return String.join(" ", words);
  }

  private static void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new UserError("%s is %d; it must be in 1…%d".formatted(option, value, most));
    }
  }
}
