package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.ChangeResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * A command that changes the overrides: shows the effect, asks, and then does exactly what it showed; when somebody else
 * changed the overrides in between, the server refuses.
 */
abstract class ChangeCommand extends RemoteCommand {
  private static final int MAX_LINES = 20;

  @Option(names = "--dry-run", description = "Only show the weights before and after.")
  private boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "Do it without asking.")
  private boolean yes;

  /** Sends the change, with further headers; a dry one changes nothing. */
  abstract JsonNode send(Server server, boolean dry, Map<String, String> headers);

  /** Says what was done. */
  abstract void done(ChangeResult result, PrintWriter out);

  @Override
  final void run(Server server, PrintWriter out) {
    if (dryRun) {
      JsonNode tree = send(server, true, Map.of());
      if (!printed(tree, out)) {
        print(Server.as(tree, ChangeResult.class), out);
        out.println("Nothing was changed: this was a dry run.");
      }
      return;
    }
    Map<String, String> condition = yes ? Map.of() : agreed(server, out);
    JsonNode tree;
    try {
      tree = send(server, false, condition);
    } catch (ServerError e) {
      throw e.outcomeKnown()
          ? e
          : new ServerError(e.getMessage() + "; lb override list tells whether it was done", e);
    }
    if (printed(tree, out)) {
      return;
    }
    ChangeResult result = Server.as(tree, ChangeResult.class);
    if (yes) {
      print(result, out);
    }
    done(result, out);
  }

  /** Shows the effect, asks, and returns the condition under which just that effect will come about. */
  private Map<String, String> agreed(Server server, PrintWriter out) {
    ChangeResult preview = Server.as(send(server, true, Map.of()), ChangeResult.class);
    // With --json, standard output is the result alone.
    PrintWriter shown = json() ? err() : out;
    print(preview, shown);
    confirm(shown);
    return Map.of("If-Match", "\"" + preview.version() + "\"");
  }

  private void print(ChangeResult result, PrintWriter out) {
    Ink ink = ink();
    out.print(EffectTable.of(result.effect(), MAX_LINES, ink));
    result
        .warnings()
        .forEach(warning -> out.println(ink.line(Ink.warning("warning: " + Ink.plain(warning)))));
  }

  private static void confirm(PrintWriter out) {
    out.print("Do it? [y/N] ");
    out.flush();
    String answer;
    try {
      // Not closed: standard input is not ours.
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      answer = input.readLine();
    } catch (IOException e) {
      throw new ServerError("the answer cannot be read; nothing was changed", e);
    }
    if (answer == null) {
      out.println();
      throw new ServerError(
          "nobody answered, so nothing was changed; add --yes to do it without asking");
    }
    if (!answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new ServerError("not confirmed, so nothing was changed");
    }
  }
}
