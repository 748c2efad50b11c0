package io.adaptivelb.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lb override floor}: at least this weight. */
@Command(
    name = "floor",
    description = "At least this weight.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb override floor 500 --cluster checkout --endpoint 10.0.0.1:8080 \\",
      "      --reason 'keep it warm' --for 30m --dry-run"
    })
final class OverrideFloor extends CreateCommand {
  @Parameters(index = "0", paramLabel = "WEIGHT", description = "1…10000; 1000 is a fair share.")
  private int weight;

  @Override
  void action(ObjectNode body) {
    body.put("action", "floor").put("weight", weight);
  }
}
