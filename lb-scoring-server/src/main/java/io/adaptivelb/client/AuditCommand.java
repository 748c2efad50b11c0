package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.AuditPage;
import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.api.ModelChange;
import io.adaptivelb.cli.Subcommand;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lb audit}: who did what to weights and models, when and why. */
@Command(
    name = "audit",
    description = "Shows who overrode weights or changed models, when and why; the newest first.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  lb audit --since 2h",
      "  lb audit --cluster checkout --endpoint 10.0.0.1:8080",
      "  lb audit --person alice --json"
    })
public final class AuditCommand extends RemoteCommand implements Subcommand {
  private static final int MAX_LINES = 5;

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      description = "What applies to this cluster.")
  private @Nullable String cluster;

  @Option(
      names = "--endpoint",
      paramLabel = "ENDPOINT",
      description = "What applies to this endpoint.")
  private @Nullable String endpoint;

  @Option(
      names = "--person",
      paramLabel = "NAME",
      description = "What this person did or answers for.")
  private @Nullable String person;

  @Option(names = "--override", paramLabel = "ID", description = "One override.")
  private @Nullable String override;

  @Option(
      names = "--model",
      paramLabel = "VERSION",
      description = "One version of a model; changes of models alone.")
  private @Nullable String model;

  @Option(names = "--event", paramLabel = "EVENT", description = "created, ended or expired.")
  private AuditRecord.@Nullable Event event;

  @Mixin
  private PageOptions page = new PageOptions();

  @Option(
      names = "--before-model",
      paramLabel = "SEQUENCE",
      description = "The next page of the models' changes: likewise.")
  private @Nullable Long beforeModel;

  @Override
  void run(Server server, PrintWriter out) {
    Map<String, @Nullable String> query = page.query();
    query.put("cluster", cluster);
    query.put("endpoint", endpoint);
    query.put("person", person);
    query.put("override", override);
    query.put("model", model);
    query.put("event", event == null ? null : event.name());
    query.put("beforeModel", beforeModel == null ? null : beforeModel.toString());
    JsonNode tree = server.get("/api/v1/audit" + Server.query(query));
    if (!printed(tree, out)) {
      print(Server.as(tree, AuditPage.class), out);
    }
  }

  private void print(AuditPage page, PrintWriter out) {
    Ink ink = ink();
    String problem = page.problem();
    if (problem != null) {
      out.println(
          ink.line(Ink.warning("the changes of the models cannot be read: " + Ink.plain(problem))));
    }
    if (page.records().isEmpty() && page.models().isEmpty()) {
      out.println("No record.");
    }
    Deque<ModelChange> models = new ArrayDeque<>(page.models());
    for (AuditRecord record : page.records()) {
      while (!models.isEmpty() && models.getFirst().time().isAfter(record.time())) {
        out.print(ModelChangeText.of(models.removeFirst(), ink));
      }
      out.println(ink.line("%s  %s  %s %s"
          .formatted(
              Ink.faint("#" + record.sequence()),
              Ink.time(record.time()),
              event(record.event()),
              Ink.bold(
                  Ink.plain(record.override().id() + ": " + record.override().describe())))));
      out.println("    by %s (%s), owner %s: %s"
          .formatted(
              Ink.plain(record.by()),
              Ink.plain(record.origin()),
              Ink.plain(record.override().owner()),
              Ink.plain(record.override().reason())));
      String note = record.note();
      if (note != null) {
        out.println("    because: " + Ink.plain(note));
      }
      if (record.event() == AuditRecord.Event.CREATED) {
        out.println("    until " + Ink.time(record.override().expires()));
      }
      out.print(EffectTable.of(record.effect(), MAX_LINES, ink).indent(2));
    }
    models.forEach(change -> out.print(ModelChangeText.of(change, ink)));
    Long next = page.next();
    Long nextModel = page.nextModel();
    if (next != null || nextModel != null) {
      out.println("More:"
          + (next == null ? "" : " --before " + next)
          + (nextModel == null ? "" : " --before-model " + nextModel));
    }
  }

  private static String event(AuditRecord.Event event) {
    String name = event.name().toLowerCase(Locale.ROOT);
    return switch (event) {
      case CREATED -> Ink.warning(name);
      case ENDED, EXPIRED -> Ink.good(name);
    };
  }
}
