package io.adaptivelb.demo;

import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.demo.screen.PlainScreen;
import io.adaptivelb.demo.screen.Screen;
import io.adaptivelb.demo.screen.TerminalScreen;
import io.adaptivelb.demo.verdict.Report;
import io.adaptivelb.envoy.EnvoyBinary;
import io.adaptivelb.envoy.EnvoyBootstrap.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lb demo}: the whole system against a fleet that misbehaves, and whether it helped. */
@Command(
    name = "demo",
    description = {
      "Shows what adaptive weights are good for, and fails if they are not.",
      "",
      "Runs eight HTTP backends of unequal strength behind a real Envoy under open-loop load, first with"
          + " equal weights, then with ours, with the same requests and the same faults at the same times.",
      "Where there is no Envoy, a proxyless gRPC client takes its place."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:p99 and errors fell as far as they must: under round robin to half of what equal weights give,"
          + " under least request p99 to 0.8 and errors to half",
      "1:they did not, or a poisoned model was not rolled back in time, or the machine was too busy to tell",
      "2:wrong usage, or something does not start"
    },
    footer = {
      "",
      "Latency counts from the intended send time. Its quantiles are over the requests that succeeded and those"
          + " that timed out (at the full second); the error ratio counts every failed request.",
      "",
      "Next: lb demo --policy least_request, lb demo --poison, lb demo --keep, lb serve --help"
    })
public final class DemoCommand implements Subcommand {
  /** The policy's name in the report where there is no Envoy. */
  private static final String PROXYLESS = "proxyless";

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description =
          "Length of each of the two phases: 8s to 60m. Default: ${DEFAULT-VALUE}. The first"
              + " quarter, at most 15 s, is not measured.")
  private Duration duration;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "round_robin",
      description = "How Envoy draws: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Policy policy;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = Scenario.DEFAULT_RATE_TEXT,
      description = "Requests per second: 10 to 5000. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--no-adapt",
      description = "Equal weights in the second phase too: shows that the demo can fail.")
  private boolean noAdapt;

  @Option(
      names = "--poison",
      description =
          "A third phase, in which a model is shipped that expects the opposite of what comes: whether"
              + " it is rolled back by itself before it does harm. --duration: 45s or more.")
  private boolean poison;

  @Option(
      names = "--json",
      description = "One JSON object on standard output, and the progress on standard error.")
  private boolean json;

  @Option(
      names = "--envoy",
      paramLabel = "PATH",
      description = "An Envoy of your own instead of the installed one.")
  private @Nullable Path envoy;

  @Option(
      names = "--proxyless",
      description = "A gRPC client that takes its weights by xDS itself, and no Envoy.")
  private boolean proxyless;

  @Option(names = "--keep", description = "Go on running at the end, to look around, until Ctrl-C.")
  private boolean keep;

  @Spec
  private CommandSpec spec;

  private final Supplier<Optional<EnvoyBinary>> installed;

  /** The command, with the Envoy of this machine. */
  public DemoCommand() {
    this(EnvoyBinary::find);
  }

  /** The command, with an Envoy or without. */
  DemoCommand(Supplier<Optional<EnvoyBinary>> installed) {
    this.installed = installed;
  }

  @Override
  public Integer call() throws Exception {
    DemoSettings settings = settings();
    Optional<EnvoyBinary> through = envoyBinary();
    Path log = DemoLog.open();
    try (Output output =
            Output.open(json, spec.commandLine().getOut(), spec.commandLine().getErr());
        Demo demo = new Demo(settings, through, output.screen)) {
      Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-end"));
      if (through.isEmpty() && !proxyless) {
        output.screen.say(
            "There is no Envoy here, and none could be installed (config/tools/install envoy says"
                + " why): a proxyless gRPC client takes its place, and --policy does not apply.");
      }
      Demo.Result result = demo.run();
      if (json) {
        String name = through.isPresent() ? policy.name().toLowerCase(Locale.ROOT) : PROXYLESS;
        PrintWriter out = spec.commandLine().getOut();
        out.println(Report.json(
            name, result.equal(), result.adaptive(), result.verdict(), result.poison()));
        out.flush();
      }
      output.screen.say("The server's log of the demo: " + log);
      if (keep) {
        demo.goOn();
      }
      return result.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException e) {
      throw new UserError("the demo cannot run: " + e.getMessage(), e);
    }
  }

  private DemoSettings settings() {
    try {
      return new DemoSettings(duration, policy, rate, !noAdapt, poison, keep);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Optional<EnvoyBinary> envoyBinary() {
    if (proxyless) {
      for (String option : List.of("--policy", "--envoy")) {
        if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
          throw new ParameterException(
              spec.commandLine(), option + " is for Envoy, and --proxyless runs without it");
        }
      }
      return Optional.empty();
    }
    if (envoy == null) {
      return installed.get();
    }
    try {
      return Optional.of(new EnvoyBinary(envoy));
    } catch (IllegalArgumentException e) {
      throw new UserError("--envoy: " + e.getMessage(), e);
    }
  }

  /** Where the progress goes; a terminal, if standard output is one and nothing else is to be printed there. */
  private record Output(Screen screen, @Nullable Terminal terminal) implements AutoCloseable {
    static Output open(boolean json, PrintWriter out, PrintWriter err) throws IOException {
      if (json) {
        return new Output(new PlainScreen(err), null);
      }
      if (!System.getenv().getOrDefault("NO_COLOR", "").isEmpty()) {
        return new Output(new PlainScreen(out), null);
      }
      // Standard output and nothing else: what is piped elsewhere must arrive there.
      Terminal terminal = TerminalBuilder.builder()
          .system(true)
          .systemOutput(TerminalBuilder.SystemOutput.SysOut)
          .dumb(true)
          .build();
      if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
        terminal.close();
        return new Output(new PlainScreen(out), null);
      }
      return new Output(new TerminalScreen(terminal), terminal);
    }

    @Override
    public void close() throws IOException {
      screen.close();
      if (terminal != null) {
        terminal.close();
      }
    }
  }
}
