package io.adaptivelb.client;

import io.adaptivelb.api.ModelChangeResult;
import io.adaptivelb.models.ModelOrder.Target;
import picocli.CommandLine.Command;

/** {@code lb model promote}: makes a canary at 100 %, or the first model of a scope, the active one. */
@Command(
    name = "promote",
    description = "Makes a canary at 100 %%, or the first model of a scope, the active one.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb model promote 20261125-151200-1c291ca3aa01 --everything \\",
      "      --reason 'a day without a complaint'"
    })
final class ModelPromote extends ModelStaging {
  @Override
  Target target() {
    return new Target.Active();
  }

  @Override
  String next(ModelChangeResult result) {
    return "lb model list; should it be bad: lb model rollback %s %s --reason TEXT"
        .formatted(Ink.plain(result.version()), whereGiven());
  }
}
