package io.adaptivelb.envoy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads Envoy's admin interface. Thread-safe; every call has a deadline of 2 s. */
public final class EnvoyAdmin {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(DEADLINE)
      .build();
  private final InetSocketAddress address;

  /** Reads the admin interface at {@code address}. */
  public EnvoyAdmin(InetSocketAddress address) {
    this.address = address;
  }

  /**
   * One member of a cluster, as this Envoy sees it.
   *
   * @param weight what it draws by
   * @param healthy whether it gets requests outside of panic: no check, no outlier detection and no EDS status is
   *     against it
   * @param edsHealthStatus Envoy's name for what the control plane said: {@code HEALTHY}, {@code DRAINING}, {@code
   *     UNHEALTHY}
   * @param requests requests sent to it so far
   * @param connectFailures connections to it that failed so far
   */
  public record Host(
      long weight, boolean healthy, String edsHealthStatus, long requests, long connectFailures) {}

  /** Where the admin interface listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** Whether Envoy takes requests. */
  public boolean isReady() {
    try {
      return send("GET", "/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Where a listener really listens.
   *
   * @throws NoSuchElementException when there is no listener of that name
   */
  public InetSocketAddress listener(String name) throws IOException {
    for (JsonNode listener :
        JSON.readTree(get("/listeners?format=json")).path("listener_statuses")) {
      if (listener.path("name").asText().equals(name)) {
        JsonNode socket = listener.path("local_address").path("socket_address");
        return new InetSocketAddress(
            socket.path("address").asText(), socket.path("port_value").asInt());
      }
    }
    throw new NoSuchElementException("Envoy has no listener \"%s\"".formatted(name));
  }

  /** The members of a cluster by {@code address:port}, in Envoy's order; empty when it has none or is unknown. */
  public Map<String, Host> hosts(String cluster) throws IOException {
    Map<String, Host> hosts = new LinkedHashMap<>();
    for (JsonNode status : JSON.readTree(get("/clusters?format=json")).path("cluster_statuses")) {
      if (!status.path("name").asText().equals(cluster)) {
        continue;
      }
      for (JsonNode host : status.path("host_statuses")) {
        JsonNode socket = host.path("address").path("socket_address");
        hosts.put(
            socket.path("address").asText() + ":" + socket.path("port_value").asInt(), host(host));
      }
    }
    return hosts;
  }

  /** One member of a cluster, if this Envoy has it. */
  public Optional<Host> host(String cluster, String endpoint) throws IOException {
    return Optional.ofNullable(hosts(cluster).get(endpoint));
  }

  private static Host host(JsonNode host) {
    JsonNode health = host.path("health_status");
    String eds = health.path("eds_health_status").asText("HEALTHY");
    boolean failed = false;
    for (String flag : new String[] {
      "failed_active_health_check",
      "failed_outlier_check",
      "pending_active_hc",
      "pending_dynamic_removal",
      "excluded_via_immediate_hc_fail"
    }) {
      failed |= health.path(flag).asBoolean();
    }
    long requests = 0;
    long connectFailures = 0;
    for (JsonNode stat : host.path("stats")) {
      switch (stat.path("name").asText()) {
        case "rq_total" -> requests = stat.path("value").asLong();
        case "cx_connect_fail" -> connectFailures = stat.path("value").asLong();
        default -> {}
      }
    }
    boolean accepted = eds.equals("HEALTHY") || eds.equals("UNKNOWN");
    return new Host(
        host.path("weight").asLong(1), accepted && !failed, eds, requests, connectFailures);
  }

  /** A counter or gauge by its full name; empty when Envoy has none of that name. */
  public OptionalLong stat(String name) throws IOException {
    for (String line :
        get("/stats?filter=%5E" + name.replace(".", "%5C.") + "%24").lines().toList()) {
      int colon = line.lastIndexOf(": ");
      if (colon > 0 && line.substring(0, colon).equals(name)) {
        return OptionalLong.of(Long.parseLong(line.substring(colon + 2)));
      }
    }
    return OptionalLong.empty();
  }

  /**
   * The body of an admin page.
   *
   * @throws IOException when it does not answer with 200 in time
   */
  public String get(String path) throws IOException {
    HttpResponse<String> response = send("GET", path);
    if (response.statusCode() != 200) {
      throw new IOException("Envoy's admin interface answered %s with %d: %s"
          .formatted(path, response.statusCode(), response.body().strip()));
    }
    return response.body();
  }

  private HttpResponse<String> send(String method, String path) throws IOException {
    URI uri =
        URI.create("http://%s:%d%s".formatted(address.getHostString(), address.getPort(), path));
    HttpRequest request = HttpRequest.newBuilder(uri)
        .method(method, HttpRequest.BodyPublishers.noBody())
        .timeout(DEADLINE)
        .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading " + uri, e);
    }
  }
}
