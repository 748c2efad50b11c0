package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lb model remove}: deletes a version's files. */
@Command(
    name = "remove",
    description = "Deletes the files of a version that serves nowhere; its history stays.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb model remove 20261125-151200-1c291ca3aa01 --reason 'disk is full'",
    })
final class ModelRemove extends ModelsChange {
  @Parameters(index = "0", paramLabel = "VERSION", description = "As lb model list shows it.")
  private String version;

  @Override
  JsonNode change(Models models, String owner, String reason) {
    return models.remove(version, owner, reason);
  }
}
