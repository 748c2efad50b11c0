package io.adaptivelb.client;

import io.adaptivelb.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lb model}: the model registry, of a server or in a folder. */
@Command(
    name = "model",
    description = "Shows, imports and ships models: shadow, canary, promote, roll back.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ModelListing.class,
      ModelShow.class,
      ModelServing.class,
      ModelHistoryCommand.class,
      ModelImport.class,
      ModelShadow.class,
      ModelCanary.class,
      ModelBlend.class,
      ModelPromote.class,
      ModelRollback.class,
      ModelRetire.class,
      ModelRemove.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lb model import out/model --reason 'trained on October'",
      "  lb model list",
      "  lb model shadow 20261125-151200-1c291ca3aa01 --everything --reason 'try it'",
      "  lb model history --since 1d",
      "",
      "With --data DIR it works on a data directory instead of asking a server."
    })
public final class ModelCommand implements Subcommand {
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to do: list, show, assignment, history, import, shadow, canary, blend, promote, rollback, retire or remove");
  }
}
