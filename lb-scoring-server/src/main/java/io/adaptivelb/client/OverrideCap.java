package io.adaptivelb.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lb override cap}: at most this weight. */
@Command(
    name = "cap",
    description = "At most this weight.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb override cap 300 --cluster checkout --endpoint 10.0.0.1:8080 \\",
      "      --reason 'its disk is slow' --for 30m --dry-run"
    })
final class OverrideCap extends CreateCommand {
  @Parameters(index = "0", paramLabel = "WEIGHT", description = "1…10000; 1000 is a fair share.")
  private int weight;

  @Override
  void action(ObjectNode body) {
    body.put("action", "cap").put("weight", weight);
  }
}
