package io.adaptivelb.client;

import io.adaptivelb.models.ModelOrder.Target;
import picocli.CommandLine.Command;

/** {@code lb model rollback}: takes a version out because it is bad; the last good one comes back. */
@Command(
    name = "rollback",
    description = "Takes a version out because it is bad; the last good one comes back.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb model rollback 20261125-151200-1c291ca3aa01 --everything \\",
      "      --reason 'checkout is slow since'"
    })
final class ModelRollback extends ModelStaging {
  @Override
  Target target() {
    return new Target.RolledBack();
  }
}
