package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.ModelHistory;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Not older: a time like 2026-11-23T10:00:00Z, or how long ago (2h).")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Older: as --since.")
  private @Nullable String until;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Option(
      names = "--before",
      paramLabel = "SEQUENCE",
      description = "The next page: what the last one named.")
  private @Nullable Long before;

  @Override
  void run(Models models, PrintWriter out) {
    Map<String, @Nullable String> query = new HashMap<>();
    query.put("version", version);
    query.put("cluster", cluster);
    query.put("person", person);
    query.put(
        "since", since == null ? null : AuditCommand.time("--since", since).toString());
    query.put(
        "until", until == null ? null : AuditCommand.time("--until", until).toString());
    query.put("limit", String.valueOf(limit));
    query.put("before", before == null ? null : before.toString());
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
