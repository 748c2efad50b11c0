package io.adaptivelb.cli;

import java.util.List;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lb completion}: a script that makes the shell complete subcommands and options. */
@Command(
    name = "completion",
    description = "Prints a script that makes the shell complete subcommands and options.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(lb completion bash)",
      "  lb completion bash > ~/.local/share/bash-completion/completions/lb",
      "  echo 'source <(lb completion zsh)' >> ~/.zshrc"
    })
final class CompletionCommand implements Runnable {
  /** What the launcher script does without starting Java. */
  private static final List<String> LAUNCHER = List.of("build", "test", "bench", "tools");

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    CommandLine root = Lb.commandLine();
    LAUNCHER.forEach(name -> root.addSubcommand(name, CommandSpec.create()));
    spec.commandLine().getOut().println(shell.script(root));
  }

  /** A shell that can be completed for. */
  enum Shell {
    BASH,
    ZSH;

    /** One script for both: in zsh it first loads the completion functions of bash. */
    String script(CommandLine root) {
      return AutoComplete.bash(root.getCommandName(), root);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
