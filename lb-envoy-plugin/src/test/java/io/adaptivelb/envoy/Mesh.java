package io.adaptivelb.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.cli.Lb;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.envoy.EnvoyBootstrap.Listener;
import io.adaptivelb.envoy.EnvoyBootstrap.Policy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;

/**
 * Five backends, the server and an Envoy under load, every one a process of its own. Envoy runs {@code
 * config/envoy/bootstrap.yaml}; the server collects from the backends and from Envoy, every second rather than every 5 s.
 */
final class Mesh implements AutoCloseable {
  static final int BACKENDS = 5;
  static final int RATE = 300;

  /** The strong backends have four times the cores of the weak ones. */
  private static final int[] CORES = {4, 4, 4, 1, 1};

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final List<Integer> ports;
  private final List<ChildProcess> backends = new ArrayList<>();
  private final EnvoyProcess envoy;
  private final Traffic traffic;
  private ChildProcess server;

  Mesh(Path folder) throws IOException {
    this.folder = folder;
    ports = freePorts(BACKENDS + 4);
    for (int i = 0; i < BACKENDS; i++) {
      backends.add(launchBackend(i));
    }
    Files.writeString(folder.resolve("server.yaml"), configuration());
    server = launchServer();
    String bootstrap = new EnvoyBootstrap(
            "envoy-1",
            new EndpointId("127.0.0.1", xdsPort()),
            List.of(new ClusterId("backends")),
            Policy.LEAST_REQUEST,
            true,
            Optional.empty(),
            new Listener("127.0.0.1", 0),
            adminPort(),
            true)
        .render();
    envoy = EnvoyProcess.start(InstalledEnvoy.get(), bootstrap);
    traffic = new Traffic(
        URI.create("http://127.0.0.1:%d/"
            .formatted(envoy.admin().listener(EnvoyBootstrap.LISTENER_NAME).getPort())),
        RATE);
  }

  EnvoyProcess envoy() {
    return envoy;
  }

  Traffic traffic() {
    return traffic;
  }

  String address(int backend) {
    return "127.0.0.1:" + ports.get(backend);
  }

  EnvoyAdmin.Host host(int backend) throws IOException {
    return envoy
        .admin()
        .host("backends", address(backend))
        .orElseThrow(() -> new AssertionError("Envoy does not have backend " + backend));
  }

  Map<String, Long> weights() throws IOException {
    Map<String, Long> weights = new TreeMap<>();
    envoy.admin().hosts("backends").forEach((address, host) -> weights.put(address, host.weight()));
    return weights;
  }

  /** How much more a strong backend weighs than a weak one, in percent. */
  long strongToWeakPercent() throws IOException {
    return 100 * host(0).weight() / host(4).weight();
  }

  void awaitAllHealthy() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> {
          for (int i = 0; i < BACKENDS; i++) {
            assertThat(host(i).healthy()).as("backend %d of %s", i, weights()).isTrue();
          }
        });
  }

  /** Whether everybody has the weight that its cores call for: nobody is ejected, coming back or unknown. */
  boolean isWhole() throws IOException {
    long[] weights = new long[BACKENDS];
    for (int i = 0; i < BACKENDS; i++) {
      if (!host(i).healthy()) {
        return false;
      }
      weights[i] = host(i).weight();
    }
    return Math.min(weights[0], Math.min(weights[1], weights[2]))
            > 3 * Math.max(weights[3], weights[4])
        && Math.min(weights[3], weights[4]) > 100;
  }

  void awaitAnswers(long more) {
    long until = traffic.answered() + more;
    quickly(60).until(() -> traffic.answered() >= until);
  }

  /** Polls every 10 ms. */
  static ConditionFactory quickly(int seconds) {
    return await()
        .atMost(Duration.ofSeconds(seconds))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10));
  }

  void killBackend(int backend) {
    backends.get(backend).kill();
  }

  void restartBackend(int backend) throws IOException {
    backends.get(backend).close();
    backends.set(backend, launchBackend(backend));
  }

  /** From now on it answers 500, at once. */
  void breakBackend(int backend) throws IOException {
    fail(backend, "POST");
  }

  /** Undoes {@link #breakBackend}. */
  void mendBackend(int backend) throws IOException {
    fail(backend, "DELETE");
  }

  private void fail(int backend, String method) throws IOException {
    send(HttpRequest.newBuilder(URI.create("http://%s/fail".formatted(address(backend))))
        .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  void killServer() {
    server.kill();
  }

  void restartServer() throws IOException {
    server.close();
    server = launchServer();
  }

  /** Calls the server's REST API. */
  HttpResponse<String> rest(String method, String path, String body) throws IOException {
    return send(HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d%s".formatted(ports.get(BACKENDS + 3), path)))
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    traffic.close();
    envoy.close();
    server.close();
    backends.forEach(ChildProcess::close);
  }

  private int xdsPort() {
    return ports.get(BACKENDS);
  }

  private int adminPort() {
    return ports.get(BACKENDS + 1);
  }

  private String configuration() {
    String endpoints = IntStream.range(0, BACKENDS)
        .mapToObj(i -> "        - address: " + address(i))
        .collect(Collectors.joining("\n"));
    return """
        dataDirectory: %s
        grpc: {port: %d}
        admin: {port: %d}
        envoy: {port: %d}
        control: {tick: 1s}
        clusters:
          - name: backends
            discovery:
              endpoints:
        %s
            tick: 1s
            scrape:
              pages:
                - mapping:
                    successes: ['http_request_duration_seconds_count{code="200"}']
                    serverErrors: ['http_request_duration_seconds_count{code="500"}']
                    latencyBuckets: ['http_request_duration_seconds_bucket{code="200"}']
                    latencySum: ['http_request_duration_seconds_sum{code="200"}']
                    inFlight: [http_requests_in_flight]
                    cpuSeconds: [process_cpu_seconds_total]
                    cores: [cores]
            envoy:
              admins:
                - address: 127.0.0.1:%d
            healthCheck:
              http: {path: /healthz}
        """.formatted(
            folder.resolve("data"),
            ports.get(BACKENDS + 2),
            ports.get(BACKENDS + 3),
            xdsPort(),
            endpoints,
            adminPort());
  }

  private ChildProcess launchServer() throws IOException {
    return ChildProcess.start(
        Lb.class,
        folder.resolve("server.log"),
        "adaptive-lb is up",
        "serve",
        "--config",
        folder.resolve("server.yaml").toString());
  }

  private ChildProcess launchBackend(int index) throws IOException {
    return ChildProcess.start(
        BackendMain.class,
        folder.resolve("backend-%d.log".formatted(index)),
        "ready",
        Integer.toString(ports.get(index)),
        Integer.toString(CORES[index]));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
