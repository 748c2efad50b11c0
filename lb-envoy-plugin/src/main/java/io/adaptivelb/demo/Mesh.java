package io.adaptivelb.demo;

import io.adaptivelb.config.ServerConfiguration;
import io.adaptivelb.demo.backend.Backend;
import io.adaptivelb.demo.backend.Fleet;
import io.adaptivelb.demo.backend.PhaseClock;
import io.adaptivelb.demo.load.GrpcSender;
import io.adaptivelb.demo.load.HttpSender;
import io.adaptivelb.demo.load.Sender;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.envoy.EnvoyBinary;
import io.adaptivelb.envoy.EnvoyBootstrap;
import io.adaptivelb.envoy.EnvoyProcess;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.server.AdaptiveLbServer;
import io.adaptivelb.server.Plugins;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.WeightSnapshot;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that runs in a phase: the backends, the server and, unless the clients are proxyless, Envoy; all fresh. Closing
 * it ends all of it.
 */
final class Mesh implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mesh.class);
  private static final ClusterId CLUSTER = new ClusterId(ServerFile.CLUSTER);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PhaseClock clock;
  private final Fleet fleet;
  private final AdaptiveLbServer server;
  private final Ports ports;
  private final boolean proxied;
  /** What to end, the last started first. */
  private final Deque<AutoCloseable> parts;

  private Mesh(
      PhaseClock clock,
      Fleet fleet,
      AdaptiveLbServer server,
      Ports ports,
      boolean proxied,
      Deque<AutoCloseable> parts) {
    this.clock = clock;
    this.fleet = fleet;
    this.server = server;
    this.ports = ports;
    this.proxied = proxied;
    this.parts = parts;
  }

  /**
   * Starts everything, and waits until Envoy takes requests.
   *
   * @param folder for its files; empty
   * @param envoy empty for proxyless clients
   * @param adaptive whether the server sees telemetry; see {@link ServerFile}
   * @throws IOException when a part does not start; nothing is left running
   */
  static Mesh start(
      Scenario scenario,
      Path folder,
      Ports ports,
      Optional<EnvoyBinary> envoy,
      EnvoyBootstrap.Policy policy,
      boolean adaptive)
      throws IOException {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      PhaseClock clock = new PhaseClock(System::nanoTime);
      Fleet fleet = Fleet.start(scenario.backends(), clock, scenario.seed());
      parts.push(fleet);
      Path file = Files.writeString(
          folder.resolve("server.yaml"),
          ServerFile.yaml(
              folder.resolve("data"), ports, fleet.backends(), envoy.isPresent(), adaptive));
      AdaptiveLbServer server =
          AdaptiveLbServer.start(ServerConfiguration.read(file, Plugins.load()));
      parts.push(server);
      if (envoy.isPresent()) {
        parts.push(EnvoyProcess.start(
            envoy.get(),
            bootstrap(ports, policy).render(),
            new EnvoyProcess.Options(1, "warning", PATIENCE)));
      }
      return new Mesh(clock, fleet, server, ports, envoy.isPresent(), parts);
    } catch (IOException | RuntimeException e) {
      close(parts);
      throw e;
    }
  }

  /** Envoy as {@code config/envoy/bootstrap.yaml} sets it up, the same in both phases. */
  private static EnvoyBootstrap bootstrap(Ports ports, EnvoyBootstrap.Policy policy) {
    return new EnvoyBootstrap(
        "demo",
        new EndpointId("127.0.0.1", ports.xds()),
        List.of(CLUSTER),
        policy,
        true,
        Optional.empty(),
        new EnvoyBootstrap.Listener("127.0.0.1", ports.ingress()),
        ports.envoyAdmin(),
        true);
  }

  /** The models of its server. */
  ModelRegistry models() {
    return server.models().registry();
  }

  PhaseClock clock() {
    return clock;
  }

  List<Backend> backends() {
    return fleet.backends();
  }

  /** A client of it: through Envoy, or a proxyless one. */
  Sender sender(EventLoop loop, Class<? extends SocketChannel> channelType) throws IOException {
    return proxied
        ? new HttpSender(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.ingress()),
            loop,
            channelType)
        : new GrpcSender(XdsChannel.open(ports.xds(), ServerFile.CLUSTER, PATIENCE), loop);
  }

  /** The lines of the weights in force, by the port of the endpoint; empty before the first. */
  Map<Integer, EndpointWeight> weights() {
    Map<Integer, EndpointWeight> byPort = new HashMap<>();
    server
        .table()
        .find(CLUSTER)
        .ifPresent((WeightSnapshot snapshot) ->
            snapshot.endpoints().forEach(line -> byPort.put(line.id().port(), line)));
    return byPort;
  }

  @Override
  public void close() {
    close(parts);
  }

  private static void close(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("while ending the demo: {}", e.toString());
      }
    }
  }
}
