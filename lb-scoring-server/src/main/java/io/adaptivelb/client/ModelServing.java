package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.ModelAssignment;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lb model assignment}: which versions serve a cluster. */
@Command(
    name = "assignment",
    description = "Shows which versions serve a cluster: its own, else those for everything.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  lb model assignment checkout")
final class ModelServing extends ModelsCommand {
  @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster.")
  private String cluster;

  @Override
  void run(Models models, PrintWriter out) {
    JsonNode tree = models.assignment(cluster);
    if (printed(tree, out)) {
      return;
    }
    ModelAssignment found = Server.as(tree, ModelAssignment.class);
    out.println("active  "
        + (found.active() == null ? "none: the analytic rung serves" : Ink.plain(found.active())));
    ModelAssignment.Canary canary = found.canary();
    if (canary != null) {
      out.println("canary  %s: %s"
          .formatted(Ink.plain(canary.version()), ModelsChange.describe(canary.stage())));
    }
    if (found.shadow() != null) {
      out.println("shadow  " + Ink.plain(found.shadow()));
    }
  }
}
