package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.ClusterDocument;
import io.adaptivelb.api.StabilityDocument;
import io.adaptivelb.api.StatusDocument;
import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rung;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code lb status}: the server at a glance. */
@Command(
    name = "status",
    description =
        "Shows how a server is: clusters, where their weights come from, collectors, plugins.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  lb status",
      "  lb status --server https://lb.example:7080 --token-file ~/.lb-token --json",
      "",
      "Exit code 1 also when a health check fails. Next: lb weights"
    })
public final class StatusCommand extends RemoteCommand implements Subcommand {
  private static final int MAX_TARGETS = 10;

  @Override
  void run(Server server, PrintWriter out) {
    JsonNode tree = server.get("/api/v1/status");
    StatusDocument status = Server.as(tree, StatusDocument.class);
    if (!printed(tree, out)) {
      print(status, out);
    }
    if (!status.healthy()) {
      throw new ServerError("the server is not healthy: "
          + status.checks().entrySet().stream()
              .filter(check -> !check.getValue().healthy())
              .map(check -> check.getKey() + " ("
                  + Ink.plain(String.valueOf(check.getValue().message())) + ")")
              .collect(Collectors.joining(", ")));
    }
  }

  private void print(StatusDocument status, PrintWriter out) {
    Ink ink = ink();
    out.println(ink.line("%s  adaptive-lb %s, up %s, %s in force"
        .formatted(
            status.healthy() ? Ink.good("healthy") : Ink.bad("unhealthy"),
            Ink.plain(status.build()),
            Ink.span(status.started(), status.time()),
            Ink.count(status.overrides(), "override"))));
    if (!status.recovery().isEmpty()) {
      out.println(ink.line(Ink.warning("at the start: " + Ink.plain(status.recovery()))));
    }
    out.println();
    clusters(status, out);
    targets(status, out);
    status.plugins().forEach((name, values) -> {
      String pairs = values.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(entry -> entry.getKey() + " " + entry.getValue())
          .collect(Collectors.joining(", "));
      out.println(ink.line(Ink.faint("plugin ") + Ink.plain(name + ": " + pairs)));
    });
  }

  private void clusters(StatusDocument status, PrintWriter out) {
    if (status.clusters().isEmpty()) {
      out.println("No cluster has weights yet.");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(
        "CLUSTER",
        "WEIGHTS FROM",
        "ENDPOINTS",
        "OUT",
        "OVERRIDDEN",
        "RAILS",
        "VERSION",
        "CHANGED",
        "TICK"));
    for (ClusterDocument cluster : status.clusters()) {
      int away = cluster.endpoints() - cluster.statuses().getOrDefault(HealthStatus.HEALTHY, 0);
      rows.add(List.of(
          Ink.plain(cluster.cluster()),
          rung(cluster.rung()),
          String.valueOf(cluster.endpoints()),
          away == 0 ? "0" : Ink.warning(String.valueOf(away)),
          String.valueOf(cluster.overridden()),
          rails(cluster),
          String.valueOf(cluster.version()),
          ago(cluster.time(), status.time()),
          cluster.lastTick() == null ? "-" : ago(cluster.lastTick(), status.time())));
    }
    out.println(ink().table(rows));
  }

  private void targets(StatusDocument status, PrintWriter out) {
    List<StatusDocument.Target> failing =
        status.targets().stream().filter(target -> target.error() != null).toList();
    out.println(ink()
        .line("%s, %s failing"
            .formatted(
                Ink.count(status.targets().size(), "collector target"),
                failing.isEmpty() ? "0" : Ink.bad(String.valueOf(failing.size())))));
    for (StatusDocument.Target target : failing.subList(0, Math.min(MAX_TARGETS, failing.size()))) {
      out.println(ink()
          .line("  %s of %s: %s (%s%s)"
              .formatted(
                  Ink.plain(target.name()),
                  Ink.plain(target.cluster()),
                  Ink.plain(String.valueOf(target.error())),
                  Ink.count(target.failures(), "time"),
                  target.lastSuccess() == null
                      ? ", never answered"
                      : ", last answered " + ago(target.lastSuccess(), status.time()))));
    }
    if (failing.size() > MAX_TARGETS) {
      out.println("  … and %d more (--json)".formatted(failing.size() - MAX_TARGETS));
    }
  }

  /** The rails that bind; a loop that is damped shows its gain. */
  private static String rails(ClusterDocument cluster) {
    List<String> names = new ArrayList<>();
    cluster.rails().keySet().forEach(rail -> names.add(rail.toLowerCase(Locale.ROOT)));
    StabilityDocument stability = cluster.stability();
    if (stability != null && stability.factor() < 1) {
      names.add(Ink.warning(String.format(Locale.ROOT, "damped to gain %.2f", stability.gain())));
    }
    return names.isEmpty() ? "-" : String.join(" ", names);
  }

  private static String rung(Rung rung) {
    return switch (rung) {
      case MODEL -> Ink.good("model");
      case ANALYTIC -> Ink.good("analytic");
      case LAST_GOOD -> Ink.warning("last good");
      case EQUAL -> Ink.warning("equal");
    };
  }

  private static String ago(Instant then, Instant now) {
    return Ink.span(then, now) + " ago";
  }
}
