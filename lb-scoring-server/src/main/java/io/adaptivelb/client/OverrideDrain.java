package io.adaptivelb.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

/** {@code lb override drain}: no new requests; those under way finish. */
@Command(
    name = "drain",
    description = "No new requests; those under way finish.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb override drain --cluster checkout --endpoint 10.0.0.1:8080 \\",
      "      --reason 'kernel upgrade' --for 30m --dry-run"
    })
final class OverrideDrain extends CreateCommand {
  @Override
  void action(ObjectNode body) {
    body.put("action", "drain");
  }
}
