package io.adaptivelb.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.Json;
import io.adaptivelb.cli.Lb;
import io.adaptivelb.config.ServerConfiguration;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.plugin.ServerPlugin;
import io.adaptivelb.server.AdaptiveLbServer;
import io.adaptivelb.server.Plugins;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** An SRE at work: the whole server, a real Envoy, and the {@code lb} commands as they are typed. */
class OperatorIT {
  private static final String CLUSTER = "checkout";

  @TempDir
  private Path folder;

  @Test
  void drain_isSeenFirst_thenInEnvoy_thenInTheAuditLog_andIsOverInTime() throws Exception {
    try (Backend first = new Backend();
        Backend second = new Backend();
        Backend third = new Backend();
        AdaptiveLbServer server = start(first, second, third);
        EnvoyProcess envoy = envoy(server)) {
      String endpoint = second.endpoint();
      await().untilAsserted(() -> assertThat(status(envoy, endpoint)).isEqualTo("HEALTHY"));
      assertThat(lb(server, "status")).containsPattern(CLUSTER + " .* 3 ").contains("envoy-1");
      String[] drain = {
        "override", "drain",
        "--cluster", CLUSTER,
        "--endpoint", endpoint,
        "--owner", "alice",
        "--reason", "kernel upgrade",
        "--for", "6s"
      };

      assertThat(lb(server, with(drain, "--dry-run")))
          .containsPattern("BEFORE +AFTER")
          .contains(endpoint, "healthy → draining", "Nothing was changed");
      assertThat(status(envoy, endpoint)).isEqualTo("HEALTHY");

      assertThat(lb(server, with(drain, "--yes"))).contains("healthy → draining", "in force: o-1");
      await().untilAsserted(() -> assertThat(status(envoy, endpoint)).isEqualTo("DRAINING"));
      assertThat(lb(server, "weights", CLUSTER)).containsPattern("draining .*override o-1");
      assertThat(lb(server, "explain", CLUSTER, endpoint))
          .contains("override o-1: drain on " + endpoint, "by alice until", "kernel upgrade");
      JsonNode created = Json.MAPPER
          .readTree(lb(server, "audit", "--event", "created", "--json"))
          .at("/records/0");
      assertThat(created.at("/override/owner").asText()).isEqualTo("alice");
      assertThat(created.at("/override/reason").asText()).isEqualTo("kernel upgrade");
      assertThat(created.get("origin").asText()).contains("127.0.0.1 lb/");

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(status(envoy, endpoint)).isEqualTo("HEALTHY"));
      await()
          .untilAsserted(() -> assertThat(lb(server, "audit", "--event", "expired"))
              .contains("expired o-1", "by clock", "draining → healthy"));
      assertThat(lb(server, "override", "list")).contains("No override is in force.");
    }
  }

  private AdaptiveLbServer start(Backend... backends) throws IOException {
    StringBuilder yaml = new StringBuilder("""
        dataDirectory: '%s'
        grpc: {port: 0}
        admin: {port: 0}
        envoy: {port: 0}
        clusters:
          - name: %s
            discovery:
              endpoints:
        """.formatted(folder.resolve("data"), CLUSTER));
    for (Backend backend : backends) {
      yaml.append("        - address: ").append(backend.endpoint()).append('\n');
    }
    Path file = Files.writeString(folder.resolve("server.yaml"), yaml);
    List<ServerPlugin<?>> plugins = Plugins.load();
    return AdaptiveLbServer.start(ServerConfiguration.read(file, plugins), plugins);
  }

  private static EnvoyProcess envoy(AdaptiveLbServer server) throws IOException {
    String listens = server.plugins().status().getOrDefault("envoy", Map.of()).get("listens");
    return EnvoyProcess.start(
        InstalledEnvoy.get(),
        EnvoyBootstrap.onFreePorts(
                EndpointId.parse(String.valueOf(listens)), List.of(new ClusterId(CLUSTER)))
            .render());
  }

  private static String status(EnvoyProcess envoy, String endpoint) throws IOException {
    return envoy
        .admin()
        .host(CLUSTER, endpoint)
        .map(EnvoyAdmin.Host::edsHealthStatus)
        .orElse("unknown to Envoy");
  }

  private static String lb(AdaptiveLbServer server, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine lb = Lb.commandLine();
    lb.setColorScheme(Help.defaultColorScheme(Ansi.OFF));
    lb.setOut(new PrintWriter(out));
    lb.setErr(new PrintWriter(err));
    int code = lb.execute(with(arguments, "--server", "http://127.0.0.1:" + server.adminPort()));
    assertThat(code).describedAs(err.toString()).isZero();
    return out.toString();
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
