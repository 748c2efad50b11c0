package io.adaptivelb.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

/** {@code lb override freeze}: the weight as it is now. */
@Command(
    name = "freeze",
    description = "The weight as it is now; failed health checks still count.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb override freeze --cluster checkout \\",
      "      --reason 'an experiment is running' --for 30m --dry-run"
    })
final class OverrideFreeze extends CreateCommand {
  @Override
  void action(ObjectNode body) {
    body.put("action", "freeze");
  }
}
