package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.ModelChangeResult;
import io.adaptivelb.api.ModelStage;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** A command that changes models. Repeated, it does nothing. */
abstract class ModelsChange extends ModelsCommand {
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
      description = "Why; for whoever reads the history.")
  private String reason;

  /** Makes the change. */
  abstract JsonNode change(Models models, String owner, String reason);

  /** What could come next; empty where nothing does. */
  String next(ModelChangeResult result) {
    return "";
  }

  @Override
  final void run(Models models, PrintWriter out) {
    JsonNode tree = change(models, owner, reason);
    if (printed(tree, out)) {
      return;
    }
    ModelChangeResult result = Server.as(tree, ModelChangeResult.class);
    if (result.change() == null) {
      out.println(
          "Nothing to do: %s is %s already".formatted(Ink.plain(result.version()), where(result)));
    } else {
      out.print(ModelChangeText.of(result.change(), ink()));
    }
    String next = next(result);
    if (!next.isEmpty()) {
      out.println("Next: " + next);
    }
  }

  private static String where(ModelChangeResult result) {
    return result.stages().isEmpty()
        ? "a candidate"
        : result.stages().stream().map(ModelsChange::describe).collect(Collectors.joining(", "));
  }

  /** {@code active on everything}. */
  static String describe(ModelStage stage) {
    return Ink.plain(stage.describe() + " on " + stage.where());
  }
}
