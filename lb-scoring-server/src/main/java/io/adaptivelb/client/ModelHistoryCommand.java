package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.ModelHistory;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lb model history}: who changed which model, when and why. */
@Command(
    name = "history",
    description = "Shows who changed which model, when and why; the newest first.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  lb model history --since 1d",
      "  lb model history --model 20261125-151200-1c291ca3aa01 --json"
    })
final class ModelHistoryCommand extends ModelsCommand {
  @Option(
      names = "--model",
      paramLabel = "VERSION",
      description = "What is about this version, or moved it.")
  private @Nullable String version;

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      description = "What is about this cluster, or about everything.")
  private @Nullable String cluster;

  @Option(names = "--person", paramLabel = "NAME", description = "What this person did.")
  private @Nullable String person;

  @Mixin
  private PageOptions page = new PageOptions();

  @Override
  void run(Models models, PrintWriter out) {
    Map<String, @Nullable String> query = page.query();
    query.put("version", version);
    query.put("cluster", cluster);
    query.put("person", person);
    JsonNode tree = models.history(query);
    if (printed(tree, out)) {
      return;
    }
    ModelHistory history = Server.as(tree, ModelHistory.class);
    if (history.changes().isEmpty()) {
      out.println("No change.");
    }
    history.changes().forEach(change -> out.print(ModelChangeText.of(change, ink())));
    if (history.next() != null) {
      out.println("More: --before " + history.next());
    }
  }
}
