package io.adaptivelb.client;

import io.adaptivelb.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lb override}: says over the brain's weights. */
@Command(
    name = "override",
    description = "Overrides weights: for a while, with a reason, seen before it happens.",
    mixinStandardHelpOptions = true,
    subcommands = {
      OverridePin.class,
      OverrideFloor.class,
      OverrideCap.class,
      OverrideBoost.class,
      OverrideDrain.class,
      OverrideFreeze.class,
      OverrideEnd.class,
      OverrideListing.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lb override drain --cluster checkout --endpoint 10.0.0.1:8080 \\",
      "      --reason 'kernel upgrade' --for 30m",
      "  lb override list",
      "  lb override end o-1 --reason 'done early'",
      "",
      "Shows the weights before and after and asks; --dry-run only shows, --yes does not ask."
    })
public final class OverrideCommand implements Subcommand {
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: pin, floor, cap, boost, drain, freeze, end or list");
  }
}
