package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adaptivelb.api.ClusterDocument;
import io.adaptivelb.api.ClusterList;
import io.adaptivelb.api.EndpointDocument;
import io.adaptivelb.api.EndpointList;
import io.adaptivelb.api.Json;
import io.adaptivelb.api.Scores;
import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.weights.HealthStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lb weights}: the weights in force, with bars. */
@Command(
    name = "weights",
    description = "Shows the weights in force; 1000 is a fair share.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  lb weights",
      "  lb weights checkout --json",
      "",
      "Next: lb explain CLUSTER HOST:PORT"
    })
public final class WeightsCommand extends RemoteCommand implements Subcommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CLUSTER",
      description = "Only this cluster.")
  private @Nullable String cluster;

  @Override
  void run(Server server, PrintWriter out) {
    List<JsonNode> trees = names(server).stream()
        .map(name -> server.get("/api/v1/clusters/%s/endpoints".formatted(Server.segment(name))))
        .toList();
    if (json()) {
      ArrayNode all = Json.MAPPER.createArrayNode();
      trees.forEach(all::add);
      ObjectNode wrapped = Json.MAPPER.createObjectNode();
      wrapped.set("clusters", all);
      printed(cluster != null ? trees.getFirst() : wrapped, out);
      return;
    }
    if (trees.isEmpty()) {
      out.println("No cluster has weights yet.");
    }
    trees.forEach(tree -> print(Server.as(tree, EndpointList.class), out));
  }

  private List<String> names(Server server) {
    if (cluster != null) {
      return List.of(cluster);
    }
    return Server.as(server.get("/api/v1/clusters"), ClusterList.class).clusters().stream()
        .map(ClusterDocument::cluster)
        .toList();
  }

  private void print(EndpointList list, PrintWriter out) {
    int max = list.endpoints().stream().mapToInt(EndpointDocument::weight).max().orElse(1);
    out.println(ink()
        .line("%s  %s, version %d, weights from %s"
            .formatted(
                Ink.bold(Ink.plain(list.cluster())),
                Ink.count(list.endpoints().size(), "endpoint"),
                list.version(),
                list.rung().name().toLowerCase(Locale.ROOT).replace('_', ' '))));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ENDPOINT", "WEIGHT", "", "STATUS", "HEALTH", "LOAD", "PERF", "NOTES"));
    for (EndpointDocument line : list.endpoints()) {
      Scores scores = line.scores();
      rows.add(List.of(
          Ink.plain(line.endpoint()),
          String.format(Locale.ROOT, "%5d", line.weight()),
          Ink.bar(line.status() == HealthStatus.HEALTHY ? line.weight() : 0, max),
          status(line.status()),
          score(scores == null ? null : scores.health()),
          score(scores == null ? null : scores.load()),
          score(scores == null ? null : scores.performance()),
          Ink.plain(notes(line))));
    }
    out.println(ink().table(rows));
  }

  static String status(HealthStatus status) {
    return switch (status) {
      case HEALTHY -> Ink.good("healthy");
      case DRAINING -> Ink.warning("draining");
      case UNHEALTHY -> Ink.bad("unhealthy");
    };
  }

  private static String score(@Nullable Double value) {
    return value == null ? "  -" : String.format(Locale.ROOT, "%3.0f", value);
  }

  private static String notes(EndpointDocument line) {
    List<String> notes = new ArrayList<>();
    if (line.overrideId() != null) {
      notes.add("override " + line.overrideId());
    }
    notes.add(line.rails().stream()
        .map(rail -> rail.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" ")));
    if (line.unscoredReason() != null) {
      notes.add("not scored: " + line.unscoredReason());
    }
    notes.removeIf(String::isEmpty);
    return String.join("; ", notes);
  }
}
