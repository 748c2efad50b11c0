package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.ModelDocument;
import io.adaptivelb.api.ModelManifest;
import io.adaptivelb.api.ModelStage;
import io.adaptivelb.registry.FileEntry;
import io.adaptivelb.registry.Head;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lb model show}: everything about a version. */
@Command(
    name = "show",
    description = "Shows a version: where it stands, what it predicts, what made it.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  lb model show 20261125-151200-1c291ca3aa01 --json")
final class ModelShow extends ModelsCommand {
  @Parameters(index = "0", paramLabel = "VERSION", description = "As lb model list shows it.")
  private String version;

  @Override
  void run(Models models, PrintWriter out) {
    JsonNode tree = models.show(version);
    if (!printed(tree, out)) {
      print(Server.as(tree, ModelDocument.class), out);
    }
  }

  private void print(ModelDocument model, PrintWriter out) {
    Ink ink = ink();
    ModelManifest manifest = model.manifest();
    out.println(ink.line(Ink.bold(Ink.plain(model.version()))));
    if (model.stages().isEmpty()) {
      out.println("  candidate");
    }
    for (ModelStage stage : model.stages()) {
      out.println("  %s%s"
          .formatted(
              ModelsChange.describe(stage),
              stage.reason() == null ? "" : ": " + Ink.plain(stage.reason())));
    }
    out.println();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("WHAT", ""));
    rows.add(List.of("created", Ink.time(manifest.created())));
    rows.add(List.of(
        "made by",
        Ink.plain("%s %s%s"
            .formatted(
                manifest.provenance().tool(),
                manifest.provenance().toolVersion(),
                manifest.provenance().gitCommit() == null
                    ? ""
                    : ", commit " + manifest.provenance().gitCommit()))));
    rows.add(List.of("features", Ink.plain(manifest.featureSchema())));
    rows.add(List.of(
        "data",
        Ink.plain("%s: %d rows, %s to %s"
            .formatted(
                manifest.data().source(),
                manifest.data().rows(),
                Ink.time(manifest.data().from()),
                Ink.time(manifest.data().to())))));
    rows.add(List.of("seeds", manifest.seeds().toString()));
    if (manifest.parent() != null) {
      rows.add(List.of("parent", Ink.plain(manifest.parent())));
    }
    rows.add(List.of("parameters", pairs(manifest.parameters())));
    rows.add(List.of(
        "metrics",
        manifest.metrics().entrySet().stream()
            .map(
                metric -> Ink.plain(metric.getKey()) + " " + ModelListing.number(metric.getValue()))
            .collect(Collectors.joining(", "))));
    out.println(ink.table(rows));
    rows.clear();
    rows.add(List.of("HEAD", "PREDICTS", "FILE", "BYTES"));
    Map<String, Long> sizes =
        Objects.requireNonNullElse(manifest.files(), List.<FileEntry>of()).stream()
            .collect(Collectors.toMap(FileEntry::name, FileEntry::bytes));
    for (Head head : manifest.heads()) {
      rows.add(List.of(
          Ink.plain(head.name()),
          Ink.plain(head.target()),
          Ink.plain(head.file()),
          String.valueOf(sizes.getOrDefault(head.file(), 0L))));
    }
    out.print(ink.table(rows));
  }

  private static String pairs(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> Ink.plain(entry.getKey() + " " + entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
