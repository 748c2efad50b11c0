package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.AuditPage;
import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.cli.UserError;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lb audit}: who did what to the weights, when and why. */
@Command(
    name = "audit",
    description = "Shows who overrode what, when and why; the newest first.",
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

  @Option(names = "--event", paramLabel = "EVENT", description = "created, ended or expired.")
  private AuditRecord.@Nullable Event event;

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
  void run(Server server, PrintWriter out) {
    Map<String, @Nullable String> query = new HashMap<>();
    query.put("cluster", cluster);
    query.put("endpoint", endpoint);
    query.put("person", person);
    query.put("override", override);
    query.put("event", event == null ? null : event.name());
    query.put("since", since == null ? null : time("--since", since).toString());
    query.put("until", until == null ? null : time("--until", until).toString());
    query.put("limit", String.valueOf(limit));
    query.put("before", before == null ? null : before.toString());
    JsonNode tree = server.get("/api/v1/audit" + Server.query(query));
    if (!printed(tree, out)) {
      print(Server.as(tree, AuditPage.class), out);
    }
  }

  private void print(AuditPage page, PrintWriter out) {
    if (page.records().isEmpty()) {
      out.println("No record.");
    }
    Ink ink = ink();
    for (AuditRecord record : page.records()) {
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
    Long next = page.next();
    if (next != null) {
      out.println("More: --before " + next);
    }
  }

  private static String event(AuditRecord.Event event) {
    String name = event.name().toLowerCase(Locale.ROOT);
    return switch (event) {
      case CREATED -> Ink.warning(name);
      case ENDED, EXPIRED -> Ink.good(name);
    };
  }

  private static Instant time(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return InstantSource.system().instant().minus(ago(option, text, e));
    }
  }

  private static Duration ago(String option, String text, DateTimeException cause) {
    try {
      return RemoteOptions.duration(option, text);
    } catch (UserError e) {
      e.addSuppressed(cause);
      throw new UserError(
          "%s \"%s\" is neither a time like 2026-11-23T10:00:00Z nor a duration like 2h"
              .formatted(option, text),
          e);
    }
  }
}
