package io.adaptivelb.cli;

import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root of the command line; {@code main} of every process that we start. */
@Command(
    name = "lb",
    description = "Adaptive load balancing for Envoy and gRPC meshes.",
    mixinStandardHelpOptions = true,
    version = "adaptive-lb " + Lb.VERSION,
    subcommands = {HelpCommand.class, CompletionCommand.class},
    footer = {
      "",
      "The launcher itself knows:",
      "  build                Build what is not built.",
      "  test                 Run all tests; the last line sums up.",
      "  bench                Run a benchmark against its baseline.",
      "  tools                Install the pinned tools into .tools/.",
      "",
      "Start with: lb demo"
    })
public final class Lb {
  /** Of the whole program. */
  public static final String VERSION = "0.1.0";

  private Lb() {}

  /** Runs a subcommand and exits with its code: 0 success, 1 it ran and failed, 2 wrong usage. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line with every subcommand on the class path, in the order of their names. */
  public static CommandLine commandLine() {
    CommandLine root = new CommandLine(new Lb());
    ServiceLoader.load(Subcommand.class).stream()
        .map(provider -> new CommandLine(provider.get()))
        .sorted((a, b) -> a.getCommandName().compareTo(b.getCommandName()))
        .forEach(command -> root.addSubcommand(command));
    showVersion(root, root.getCommandSpec().version());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setExecutionExceptionHandler((exception, command, parseResult) -> {
      if (exception instanceof UserError) {
        command
            .getErr()
            .println(command.getCommandSpec().qualifiedName() + ": " + exception.getMessage());
        return CommandLine.ExitCode.USAGE;
      }
      throw exception;
    });
    return root;
  }

  /** Lets {@code --version} of every subcommand say what that of the root says. */
  private static void showVersion(CommandLine command, String... version) {
    command.getCommandSpec().version(version);
    command.getSubcommands().values().forEach(inner -> showVersion(inner, version));
  }
}
