package io.adaptivelb.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.degradation.DegradationEvaluation;
import io.adaptivelb.forecast.ForecastEvaluation;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.recording.NezhaFolder;
import io.adaptivelb.recording.Recording;
import io.adaptivelb.simulator.OutputFile;
import io.adaptivelb.simulator.page.Page;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lb evaluate}: models on recorded telemetry, against what needs no model. */
@Command(
    name = "evaluate",
    description = "Train models on recorded telemetry, and judge them against baselines.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A recorded day is a folder in the layout of the Nezha data set: POD_metric.csv[.gz] a pod, one",
      "sample a minute, and *fault_list.json. With --recorded, each day's second half is forecast from",
      "its first, degraded pods are judged by folds of fault episodes, and each day teaches each other.",
      "",
      "Examples:",
      "  lb evaluate --recorded nezha/2022-08-22 --recorded nezha/2023-01-29 --html report.html",
      "  lb evaluate --train nezha/2022-08-22 --test nezha/2022-08-23 --json"
    })
public final class EvaluateCommand implements Subcommand {
  /** What is learned and judged. */
  enum Task {
    forecast,
    degraded
  }

  @Spec
  private CommandSpec spec;

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
      description = "Trees are grown with seeds 1…N and averaged. Default: ${DEFAULT-VALUE}.")
  private int seeds = 3;

  @Option(
      names = "--threads",
      description =
          "That XGBoost uses; the result is the same for any number. Default: ${DEFAULT-VALUE}.")
  private int threads = 1;

  @Option(names = "--json", description = "Print everything as one JSON object.")
  private boolean json;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page with plots, too.")
  private Optional<Path> html = Optional.empty();

  /** Trains and judges. */
  @Override
  public Integer call() throws Exception {
    require("--seeds", seeds, 100);
    require("--threads", threads, 1_024);
    if (recorded.isEmpty() == train.isEmpty() || train.isEmpty() != test.isEmpty()) {
      throw new UserError("give either --recorded, or both --train and --test");
    }
    for (Path day : test) {
      if (train.contains(day)) {
        throw new UserError(
            "%s is both --train and --test; what is judged by must not be learned from"
                .formatted(day));
      }
    }
    Optional<OutputFile> page = html.map(file -> new OutputFile("--html", file));
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
    work(plan.steps());
    EvaluationReport report = plan.report(command(), all);
    page.ifPresent(file -> file.write(Page.of(EvaluationPage.of(report))));
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        json
            ? new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report)
                + System.lineSeparator()
            : EvaluationText.of(report));
    out.flush();
    return 0;
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

  private void work(List<EvaluationPlan.Step> steps) {
    PrintWriter screen = spec.commandLine().getErr();
    boolean terminal = Ansi.AUTO.enabled();
    for (int i = 0; i < steps.size(); i++) {
      screen.printf(
          "%s%d of %d: %s%s",
          terminal ? "\r\033[K" : "",
          i + 1,
          steps.size(),
          steps.get(i).name(),
          terminal ? "" : System.lineSeparator());
      screen.flush();
      steps.get(i).work().run();
    }
    screen.print(terminal ? "\r\033[K" : "");
    screen.flush();
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
