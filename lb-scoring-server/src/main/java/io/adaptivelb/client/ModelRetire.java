package io.adaptivelb.client;

import io.adaptivelb.models.ModelOrder.Target;
import picocli.CommandLine.Command;

/** {@code lb model retire}: takes a version out for another reason; nothing takes its place. */
@Command(
    name = "retire",
    description = "Takes a version out for another reason; nothing takes its place.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb model retire 20261125-151200-1c291ca3aa01 --cluster checkout \\",
      "      --reason 'the one for all is better'"
    })
final class ModelRetire extends ModelStaging {
  @Override
  Target target() {
    return new Target.Retired();
  }
}
