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
import java.util.Locale;
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
          + " equal weights, then with ours, with the same requests and the same faults at the same times."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:p99 and errors fell as far as they must: under round robin to half of what equal weights give,"
          + " under least request p99 to 0.8 and errors to half",
      "1:they did not, or the machine was too busy to tell",
      "2:wrong usage"
    },
    footer = {
      "",
      "Latency counts from the intended send time. Its quantiles are over the requests that succeeded and those"
          + " that timed out (at the full second); the error ratio counts every failed request.",
      "",
      "Next: lb demo --policy least_request, lb demo --keep, lb serve --help"
    })
public final class DemoCommand implements Subcommand {
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
      names = "--json",
      description = "One JSON object on standard output, and the progress on standard error.")
  private boolean json;

  @Option(
      names = "--envoy",
      paramLabel = "PATH",
      description = "An Envoy of your own instead of the installed one.")
  private @Nullable Path envoy;

  @Option(names = "--keep", description = "Go on running at the end, to look around, until Ctrl-C.")
  private boolean keep;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    DemoSettings settings = settings();
    Path log = DemoLog.open();
    try (Output output =
            Output.open(json, spec.commandLine().getOut(), spec.commandLine().getErr());
        Demo demo = new Demo(settings, envoyBinary(), output.screen)) {
      Thread atExit = new Thread(demo::close, "demo-end");
      Runtime.getRuntime().addShutdownHook(atExit);
      Demo.Result result = demo.run();
      if (json) {
        String name = policy.name().toLowerCase(Locale.ROOT);
        PrintWriter out = spec.commandLine().getOut();
        out.println(Report.json(name, result.equal(), result.adaptive(), result.verdict()));
        out.flush();
      }
      output.screen.say("The server's log of the demo: " + log);
      if (keep) {
        demo.goOn();
      }
      return result.verdict().passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private DemoSettings settings() {
    try {
      return new DemoSettings(duration, policy, rate, !noAdapt, keep);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private EnvoyBinary envoyBinary() {
    if (envoy == null) {
      return EnvoyBinary.require();
    }
    try {
      return new EnvoyBinary(envoy);
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
      Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
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
