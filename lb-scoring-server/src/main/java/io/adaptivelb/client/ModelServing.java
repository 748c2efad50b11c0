package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.ModelAssignment;
import io.adaptivelb.api.ModelRecord;
import io.adaptivelb.api.ModelTrial;
import java.io.PrintWriter;
import java.util.Locale;
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
    out.println("active  " + active(found));
    ModelAssignment.Canary canary = found.canary();
    if (canary != null) {
      out.println("canary  %s: %s"
          .formatted(Ink.plain(canary.version()), ModelsChange.describe(canary.stage())));
    }
    if (found.shadow() != null) {
      out.println("shadow  " + Ink.plain(found.shadow()));
    }
    if (found.trial() != null) {
      tell(found.trial(), out);
    }
  }

  private static String active(ModelAssignment found) {
    if (found.active() != null) {
      return Ink.plain(found.active());
    }
    return found.trial() != null && found.trial().active() != null
        ? "none in the registry; this serves:"
        : "none: the bundled model, if there is one, or the analytic rung serves";
  }

  private static void tell(ModelTrial trial, PrintWriter out) {
    if (trial.active() != null) {
      out.println("        active model: " + text(trial.active()));
    }
    if (trial.candidate() != null) {
      out.println("        candidate: " + text(trial.candidate()));
      out.println("        " + Ink.plain(trial.decision()));
    }
  }

  private static String text(ModelRecord record) {
    return String.format(
        Locale.ROOT,
        "%s: trust %.2f (what it foretold saved %.1f, cost %.1f), expects a change of %d endpoints; %.0f %% of what it"
            + " is shown is strange to it%s",
        Ink.plain(record.model()),
        record.trust(),
        record.saved(),
        record.cost(),
        record.forecasts(),
        100 * record.strangeShare(),
        record.outOfDepth() ? ", so it is not asked" : "");
  }
}
