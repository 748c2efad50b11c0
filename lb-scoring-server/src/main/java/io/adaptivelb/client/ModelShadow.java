package io.adaptivelb.client;

import io.adaptivelb.api.ModelChangeResult;
import io.adaptivelb.models.ModelOrder.Target;
import picocli.CommandLine.Command;

/** {@code lb model shadow}: lets a candidate score beside the active model; nothing of it is published. */
@Command(
    name = "shadow",
    description = "Lets a candidate score beside the active model; nothing of it is published.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb model shadow 20261125-151200-1c291ca3aa01 --everything \\",
      "      --reason 'trained on October'"
    })
final class ModelShadow extends ModelStaging {
  @Override
  Target target() {
    return new Target.Shadow();
  }

  @Override
  String next(ModelChangeResult result) {
    return "lb model canary %s %s --proxies 50 --reason TEXT"
        .formatted(Ink.plain(result.version()), whereGiven());
  }
}
