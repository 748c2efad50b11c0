package io.adaptivelb.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lb override pin}: this weight, whatever the brain says. */
@Command(
    name = "pin",
    description = "This weight, whatever the brain says.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb override pin 100 --cluster checkout --endpoint 10.0.0.1:8080 \\",
      "      --reason 'load test' --for 30m --dry-run"
    })
final class OverridePin extends CreateCommand {
  @Parameters(index = "0", paramLabel = "WEIGHT", description = "1…10000; 1000 is a fair share.")
  private int weight;

  @Override
  void action(ObjectNode body) {
    body.put("action", "pin").put("weight", weight);
  }
}
