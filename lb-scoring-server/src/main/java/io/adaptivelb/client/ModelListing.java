package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.ModelList;
import io.adaptivelb.api.ModelStage;
import io.adaptivelb.api.ModelSummary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lb model list}: all versions and where they stand. */
@Command(
    name = "list",
    description = "Shows the versions and where they stand; the newest first.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  lb model list", "  lb model list --data data --json"})
final class ModelListing extends ModelsCommand {
  private static final int METRICS = 3;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Option(
      names = "--before",
      paramLabel = "VERSION",
      description = "The next page: what the last one named.")
  private @Nullable String before;

  @Override
  void run(Models models, PrintWriter out) {
    JsonNode tree = models.list(limit, before);
    if (printed(tree, out)) {
      return;
    }
    ModelList list = Server.as(tree, ModelList.class);
    if (list.versions().isEmpty()) {
      out.println(
          "No model: the bundled one, if there is one, or the analytic rung serves. lb train, lb retrain or"
              + " lb model import PATH brings one.");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("VERSION", "STAGE", "CREATED", "METRICS"));
    for (ModelSummary model : list.versions()) {
      rows.add(List.of(
          Ink.plain(model.version()),
          stages(model),
          model.created() == null ? "-" : Ink.time(model.created()),
          model.problem() == null
              ? notes(model, list.featureSchema())
              : Ink.bad(Ink.plain(model.problem()))));
    }
    out.print(ink().table(rows));
    if (list.next() != null) {
      out.println("More: --before " + Ink.plain(list.next()));
    }
  }

  private static String stages(ModelSummary model) {
    return model.stages().isEmpty()
        ? "candidate"
        : model.stages().stream().map(ModelListing::coloured).collect(Collectors.joining(", "));
  }

  private static String coloured(ModelStage stage) {
    String text = ModelsChange.describe(stage);
    return switch (stage.stage()) {
      case ACTIVE -> Ink.good(text);
      case SHADOW, CANARY -> Ink.warning(text);
      case ROLLED_BACK -> Ink.bad(text);
      case CANDIDATE, RETIRED -> text;
    };
  }

  private static String notes(ModelSummary model, String current) {
    List<String> notes = new ArrayList<>();
    model.metrics().entrySet().stream()
        .limit(METRICS)
        .forEach(metric ->
            notes.add("%s %s".formatted(Ink.plain(metric.getKey()), number(metric.getValue()))));
    if (!current.equals(model.featureSchema())) {
      notes.add(Ink.warning(
          "wants the features %s".formatted(Ink.plain(String.valueOf(model.featureSchema())))));
    }
    return notes.isEmpty() ? "-" : String.join(", ", notes);
  }

  /** Four digits. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
