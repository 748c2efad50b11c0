package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.OverrideDocument;
import io.adaptivelb.api.OverrideList;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code lb override list}: the overrides in force. */
@Command(
    name = "list",
    description = "Shows the overrides in force.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  lb override list --json")
final class OverrideListing extends RemoteCommand {
  @Override
  void run(Server server, PrintWriter out) {
    JsonNode tree = server.get("/api/v1/overrides");
    if (printed(tree, out)) {
      return;
    }
    OverrideList list = Server.as(tree, OverrideList.class);
    if (list.overrides().isEmpty()) {
      out.println("No override is in force.");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ID", "WHAT", "OWNER", "ENDS IN", "REASON"));
    for (OverrideDocument override : list.overrides()) {
      rows.add(List.of(
          Ink.plain(override.id()),
          Ink.plain(override.describe()),
          Ink.plain(override.owner()),
          Ink.span(InstantSource.system().instant(), override.expires()),
          Ink.plain(override.reason())));
    }
    out.print(ink().table(rows));
  }
}
