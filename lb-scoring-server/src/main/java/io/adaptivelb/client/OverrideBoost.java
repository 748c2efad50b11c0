package io.adaptivelb.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lb override boost}: the brain's weight times a factor. */
@Command(
    name = "boost",
    description = "The brain's weight times a factor.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb override boost 2 --cluster checkout --endpoint 10.0.0.1:8080 \\",
      "      --reason 'twice the load for the new machine' --for 30m --dry-run"
    })
final class OverrideBoost extends CreateCommand {
  @Parameters(index = "0", paramLabel = "FACTOR", description = "0.01…100")
  private double factor;

  @Override
  void action(ObjectNode body) {
    body.put("action", "boost").put("factor", factor);
  }
}
