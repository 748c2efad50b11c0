package io.adaptivelb.server;

import io.adaptivelb.config.ServerConfiguration;
import io.adaptivelb.config.ServerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What {@code lb serve} says when it is up: where things listen, and what to do next. */
final class Banner {
  private Banner() {}

  static List<String> of(AdaptiveLbServer server, ServerConfiguration configuration) {
    ServerSettings settings = configuration.settings();
    List<String> lines = new ArrayList<>();
    lines.add("adaptive-lb is up");
    lines.add(line(
        "gRPC",
        "%s:%d%s"
            .formatted(
                settings.grpc().bind(),
                server.grpcPort(),
                settings.grpc().tls().isPresent() ? " (TLS)" : "")));
    lines.add(line(
        "admin",
        "%s://%s:%d"
            .formatted(
                settings.admin().tls().isPresent() ? "https" : "http",
                settings.admin().bind(),
                server.adminPort())));
    new TreeMap<>(server.plugins().status())
        .forEach(
            (plugin, status) -> lines.add(line(plugin, status.getOrDefault("listens", "running"))));
    lines.add(line("data", settings.dataDirectory().toAbsolutePath().normalize().toString()));
    if (settings.clusters().isEmpty()) {
      lines.add(line(
          "clusters", "none configured; start from config/server.yaml: lb serve --config FILE"));
    } else {
      lines.add(line(
          "clusters",
          String.join(", ", settings.clusters().stream().map(c -> c.name()).toList())));
    }
    lines.add("Stop with Ctrl-C.");
    return lines;
  }

  private static String line(String name, String value) {
    return "  %-9s %s".formatted(name, value);
  }
}
