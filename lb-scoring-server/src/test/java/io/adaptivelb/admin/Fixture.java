package io.adaptivelb.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.Json;
import io.adaptivelb.auth.Principal;
import io.adaptivelb.auth.TokenVerifier;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A server with two clusters, {@code checkout} (4 endpoints) and {@code default/search/80} (2), under a fake clock. */
public final class Fixture implements AutoCloseable {
  public static final AdminLimits SETTINGS =
      new AdminLimits("1.2.3", true, Set.of(), Duration.ofSeconds(20), 4_096, 65_536, 16);

  static final TokenVerifier OPEN =
      (authorization, peer) -> new TokenVerifier.Granted(Principal.ANONYMOUS);

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
  final Path folder;
  final TokenVerifier tokens;
  final AdminLimits settings;
  public LoopPlane plane;
  public AdminServer server;

  /** Open for all, with small limits. */
  public Fixture() throws Exception {
    this(OPEN, SETTINGS);
  }

  /** With other rules. */
  public Fixture(TokenVerifier tokens, AdminLimits settings) throws Exception {
    this.tokens = tokens;
    this.settings = settings;
    folder = Files.createTempDirectory("admin");
    start();
  }

  /** Ends the server and begins a new one on the same folder, with brains that know nothing of the past. */
  public void restart() throws Exception {
    server.close();
    start();
  }

  private void start() throws Exception {
    plane = new LoopPlane(now::get).with("checkout", 4).with("default/search/80", 2);
    server = new AdminServer(folder, plane, tokens, settings, now::get);
  }

  /** Moves the clock on. */
  public void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  /** The weight and status in force. */
  public String weight(String endpoint) {
    JsonNode list = json(server.get("/api/v1/clusters/checkout/endpoints")).get("endpoints");
    for (JsonNode line : list) {
      if (line.get("endpoint").asText().equals(endpoint)) {
        return line.get("weight").asText() + " " + line.get("status").asText();
      }
    }
    throw new AssertionError(endpoint + " is not in " + list);
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return Json.MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + response.body(), e);
    }
  }

  @Override
  public void close() throws IOException {
    plane.stuck.countDown();
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
