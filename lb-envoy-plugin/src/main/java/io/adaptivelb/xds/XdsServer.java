package io.adaptivelb.xds;

import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.table.WeightTable;
import io.adaptivelb.weights.WeightSnapshot;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the weight table over xDS: EDS to Envoy, and LDS, CDS and EDS to proxyless gRPC clients, aggregated (ADS) or EDS
 * alone, in state-of-the-world and delta form. Thread-safe.
 *
 * <p>A snapshot is turned into bytes once, on a thread of its own, and then offered to every stream; the writer of the
 * table never waits. Each cluster has its own version, so a change in one resends no other.
 */
public final class XdsServer implements AutoCloseable {
  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int MAX_STREAMS_PER_CONNECTION = 100;
  private static final Logger LOG = LoggerFactory.getLogger(XdsServer.class);
  private static final long MIN_PING_INTERVAL_SECONDS = 1;

  private final Map<String, WeightSnapshot> latest = new ConcurrentHashMap<>();
  private final ResourceTable table = new ResourceTable();
  private final ScheduledThreadPoolExecutor pusher;
  private final ExecutorService lookUps = Executors.newVirtualThreadPerTaskExecutor();
  private final HostAddresses addresses;
  private final XdsStreams streams;
  private final Server server;
  private final WeightTable.Subscription subscription;

  private XdsServer(
      XdsOptions options,
      WeightTable weights,
      TokenVerifier tokens,
      MeterRegistry meters,
      InstantSource clock)
      throws IOException {
    pusher = new ScheduledThreadPoolExecutor(
        1, Thread.ofPlatform().daemon().name("xds-push").factory());
    pusher.setRemoveOnCancelPolicy(true);
    addresses = new HostAddresses(InetAddress::getByName, clock, lookUps, this::publishAll);
    streams = new XdsStreams(
        table,
        options.maxStreams(),
        options.pushJitter(),
        bound -> ThreadLocalRandom.current().nextLong(bound),
        pusher,
        clock,
        meters);
    DiscoveryServices services =
        new DiscoveryServices(streams, pusher, options.firstRequestTimeout());
    NettyServerBuilder builder = NettyServerBuilder.forAddress(
            new InetSocketAddress(options.bind(), options.port()), options.credentials())
        .directExecutor()
        .intercept(new TokenGate(tokens))
        .maxInboundMessageSize(options.maxRequestBytes())
        .maxInboundMetadataSize(MAX_HEADER_BYTES)
        .maxConcurrentCallsPerConnection(MAX_STREAMS_PER_CONNECTION)
        .keepAliveTime(options.keepAliveInterval().toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(options.keepAliveTimeout().toNanos(), TimeUnit.NANOSECONDS)
        .permitKeepAliveTime(MIN_PING_INTERVAL_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true);
    services.all().forEach(builder::addService);
    server = builder.build();
    // First listen, then read: a snapshot that arrives in between is seen at least once.
    subscription = weights.subscribe(this::accept);
    weights.all().values().forEach(this::accept);
    var unused = pusher.scheduleWithFixedDelay(
        guarded(this::refreshAddresses),
        HostAddresses.REFRESH.toSeconds(),
        HostAddresses.REFRESH.toSeconds(),
        TimeUnit.SECONDS);
    try {
      server.start();
    } catch (IOException e) {
      close();
      throw new IOException(
          "xDS cannot listen on %s:%d: %s"
              .formatted(options.bind(), options.port(), rootMessage(e)),
          e);
    }
  }

  /**
   * Binds and serves.
   *
   * @throws IOException when it cannot bind, naming the address
   */
  public static XdsServer start(
      XdsOptions options,
      WeightTable weights,
      TokenVerifier tokens,
      MeterRegistry meters,
      InstantSource clock)
      throws IOException {
    return new XdsServer(options, weights, tokens, meters, clock);
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /** For people: who is connected, what was refused and what cannot be served. */
  public Map<String, String> status() {
    Map<String, String> status = new LinkedHashMap<>();
    status.putAll(streams.status());
    Set<String> unresolved = addresses.unresolved();
    if (!unresolved.isEmpty()) {
      status.put("hosts without an address", String.join(", ", unresolved));
    }
    return status;
  }

  private void accept(WeightSnapshot snapshot) {
    String cluster = snapshot.cluster().value();
    latest.merge(cluster, snapshot, (old, now) -> now.version() >= old.version() ? now : old);
    onPusher(() -> publish(cluster));
  }

  private void publish(String cluster) {
    WeightSnapshot snapshot = latest.get(cluster);
    if (snapshot == null) {
      return;
    }
    HostAddresses.Known known = addresses.find(hosts(snapshot));
    if (known.pending() && !table.contains(cluster)) {
      // The first assignment waits for the first look-ups, rather than send everything to the few
      // that are literal.
      return;
    }
    streams.changed(cluster, table.update(snapshot, known.byHost(), known.revision()));
  }

  private void publishAll() {
    latest.keySet().forEach(cluster -> onPusher(() -> publish(cluster)));
  }

  private void refreshAddresses() {
    Set<String> hosts = new TreeSet<>();
    latest.values().forEach(snapshot -> hosts.addAll(hosts(snapshot)));
    addresses.retain(hosts);
    publishAll();
  }

  private static Collection<String> hosts(WeightSnapshot snapshot) {
    Set<String> hosts = new TreeSet<>();
    snapshot.endpoints().forEach(line -> hosts.add(line.id().host()));
    return hosts;
  }

  private void onPusher(Runnable task) {
    try {
      pusher.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      // The server stops.
      return;
    }
  }

  /** An executor keeps what a task throws to itself, and never runs a periodic one again. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("xDS cannot publish", e);
      }
    };
  }

  /** Ends all streams: proxies serve on with what they have, and come back. */
  @Override
  public void close() {
    subscription.close();
    server.shutdownNow();
    pusher.shutdownNow();
    lookUps.shutdownNow();
    try {
      server.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
