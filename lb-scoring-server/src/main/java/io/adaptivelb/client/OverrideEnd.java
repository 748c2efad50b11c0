package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.ChangeResult;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lb override end}: ends an override before its time. */
@Command(
    name = "end",
    description = "Ends an override before its time.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  lb override end o-1 --reason 'done early' --dry-run")
final class OverrideEnd extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "As lb override list shows it.")
  private String id;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit log.")
  private @Nullable String reason;

  @Override
  JsonNode send(Server server, boolean dry, Map<String, String> headers) {
    Map<String, @Nullable String> query = new HashMap<>();
    query.put("dryRun", dry ? "true" : null);
    query.put("reason", reason);
    return server.delete("/api/v1/overrides/" + Server.segment(id) + Server.query(query), headers);
  }

  @Override
  void done(ChangeResult result, PrintWriter out) {
    out.println(ink()
        .line("%s %s"
            .formatted(
                Ink.good("ended:"),
                Ink.plain(result.override().id() + ", " + result.override().describe()))));
  }
}
