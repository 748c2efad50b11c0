package io.adaptivelb.training;

import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.simulator.OutputFile;
import io.adaptivelb.simulator.page.Page;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code lb evaluate}: finished versions on data sets, or models on recorded telemetry, against what needs no model. */
@Command(
    name = "evaluate",
    description =
        "Compare finished versions on data sets, or train models on recorded days; either way, judge them against what needs no model.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = {
      "lb evaluate --data DIR[,DIR...] [--model VERSION]... [--registry DIR]",
      "                   [--most EXAMPLES] [--league FILE] [--json] [--html FILE]",
      "   or: lb evaluate --recorded DIR[,DIR...] [--task TASK] [--seeds N]",
      "                   [--threads N] [--json] [--html FILE]",
      "   or: lb evaluate --train DIR[,DIR...] --test DIR[,DIR...] [--task TASK]",
      "                   [--seeds N] [--threads N] [--json] [--html FILE]",
    },
    footer = {
      "",
      "Versions are compared with each other, and each with the analytic estimate, a constant,",
      "persistence and EWMA(10), on the same examples. Use examples that none was trained on.",
      "",
      "A recorded day is a folder in the layout of the Nezha data set: POD_metric.csv[.gz] a pod, one",
      "sample a minute, and *fault_list.json. With --recorded, each day's second half is forecast from",
      "its first, degraded pods are judged by folds of fault episodes, and each day teaches each other.",
      "",
      "Examples:",
      "  lb evaluate --data telemetry --model 20261125-1512 --model bundled --html comparison.html",
      "  lb evaluate --data telemetry --json",
      "  lb evaluate --recorded nezha/2022-08-22 --recorded nezha/2023-01-29 --html report.html",
      "  lb evaluate --train nezha/2022-08-22 --test nezha/2022-08-23 --json",
      "Next: lb model shadow VERSION --everything --reason TEXT"
    })
public final class EvaluateCommand implements Subcommand {
  @Spec
  private CommandSpec spec;

  @Option(names = "--json", description = "Print everything as one JSON object.")
  private boolean json;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page with plots, too.")
  private Optional<Path> html = Optional.empty();

  @ArgGroup(
      validate = false,
      order = 1,
      heading = "%nEither compare finished versions on data sets:%n")
  private ComparisonOptions comparison = new ComparisonOptions();

  @ArgGroup(
      validate = false,
      order = 2,
      heading = "%nOr train on recorded days, and judge what was trained:%n")
  private RecordedOptions days = new RecordedOptions();

  /** Judges. */
  @Override
  public Integer call() {
    Optional<String> compares = isGiven(ComparisonOptions.NAMES);
    if (compares.isPresent()) {
      isGiven(RecordedOptions.NAMES).ifPresent(option -> {
        throw new UserError(
            "%s goes with recorded days, and %s with data sets; give options of one kind"
                .formatted(option, compares.get()));
      });
      if (isGiven(List.of("--data")).isEmpty()) {
        throw new UserError("%s goes with --data, which is missing".formatted(compares.get()));
      }
      comparison.check();
    } else {
      days.check();
    }
    Optional<OutputFile> page = html.map(file -> new OutputFile("--html", file));
    if (compares.isPresent()) {
      ComparisonReport report = comparison.run(this::say);
      page.ifPresent(file -> file.write(Page.of(ComparisonPage.of(report))));
      print(json ? ReportJson.pretty(report) : ComparisonText.of(report));
    } else {
      EvaluationReport report = days.run(this::work);
      page.ifPresent(file -> file.write(Page.of(EvaluationPage.of(report))));
      print(json ? ReportJson.pretty(report) : EvaluationText.of(report));
    }
    return 0;
  }

  /** The first of these options that was given. */
  private Optional<String> isGiven(List<String> names) {
    ParseResult given = spec.commandLine().getParseResult();
    return names.stream().filter(given::hasMatchedOption).findFirst();
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? text + System.lineSeparator() : text);
    out.flush();
  }

  private void say(String line) {
    PrintWriter screen = spec.commandLine().getErr();
    screen.println(line);
    screen.flush();
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
}
