package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adaptivelb.api.ChangeResult;
import io.adaptivelb.api.Json;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** A command that puts an override in force. */
abstract class CreateCommand extends ChangeCommand {
  @ArgGroup(multiplicity = "1")
  private Target target;

  @Option(
      names = "--endpoint",
      paramLabel = "HOST:PORT",
      description = "One endpoint of the cluster; without it all of them.")
  private @Nullable String endpoint;

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      defaultValue = "${env:ADAPTIVELB_OWNER:-${sys:user.name}}",
      description =
          "Who answers for it (or ADAPTIVELB_OWNER). Default: the user that runs this, ${DEFAULT-VALUE}")
  private String owner;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; for whoever reads the audit log.")
  private String reason;

  @Option(
      names = "--for",
      required = true,
      paramLabel = "TIME",
      description = "How long: 90s, 30m, 2h, 1d.")
  private String length;

  /** Adds the action and what it takes. */
  abstract void action(ObjectNode body);

  @Override
  final JsonNode send(Server server, boolean dry, Map<String, String> headers) {
    RemoteOptions.duration("--for", length);
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (target.everything) {
      body.put("everything", true);
    } else {
      body.put("cluster", target.cluster);
    }
    if (endpoint != null) {
      body.put("endpoint", endpoint);
    }
    action(body);
    body.put("owner", owner);
    body.put("reason", reason);
    body.put("duration", length);
    return server.post("/api/v1/overrides" + (dry ? "?dryRun=true" : ""), body, headers);
  }

  @Override
  final void done(ChangeResult result, PrintWriter out) {
    out.println(ink()
        .line("%s %s until %s"
            .formatted(
                Ink.good("in force:"),
                Ink.plain(result.override().id() + ", " + result.override().describe()),
                Ink.time(result.override().expires()))));
    out.println("End it early: lb override end " + Ink.plain(result.override().id()));
  }

  /** What it applies to: a cluster, or everything if that is said. */
  static final class Target {
    @Option(
        names = "--cluster",
        required = true,
        paramLabel = "CLUSTER",
        description = "The cluster.")
    private @Nullable String cluster;

    @Option(
        names = "--everything",
        required = true,
        description = "Every endpoint of every cluster.")
    private boolean everything;
  }
}
