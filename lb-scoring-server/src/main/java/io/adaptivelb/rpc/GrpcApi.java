package io.adaptivelb.rpc;

import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.config.GrpcSettings;
import io.adaptivelb.config.TlsSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.table.WeightTable;
import io.adaptivelb.tls.Identity;
import io.adaptivelb.v1.ScoringServiceGrpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gRPC server: scoring service, health and reflection on Netty's event loops, without a thread hop for a request.
 *
 * <p>Health says NOT_SERVING until the first weights are in force and again while it stops.
 */
public final class GrpcApi implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GrpcApi.class);
  private static final int MAX_HEADER_BYTES = 16 << 10;

  private final GrpcSettings settings;
  private final HealthStatusManager health = new HealthStatusManager();
  private final WeightTable.Subscription firstWeights;
  private final ExecutorService fanOut;
  private final WatchHandler watch;
  private final EventLoopGroup eventLoops;
  private final Server server;

  private GrpcApi(
      GrpcSettings settings,
      WeightTable table,
      Predicate<ClusterId> known,
      Explainer explainer,
      TokenVerifier verifier,
      MeterRegistry meters)
      throws IOException {
    this.settings = settings;
    ServerCredentials credentials = credentials(settings);
    RpcMetrics metrics = new RpcMetrics(meters);
    Requests requests = new Requests(table, known);
    fanOut = Executors.newSingleThreadExecutor(new DefaultThreadFactory("grpc-push", true));
    watch = new WatchHandler(requests, fanOut, metrics, metrics.method("WatchEndpointWeights"));
    serving(false);
    firstWeights = table.subscribe(snapshot -> serving(true));
    if (!table.isEmpty()) {
      serving(true);
    }
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    Class<? extends ServerChannel> channel =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    eventLoops = new MultiThreadIoEventLoopGroup(
        Runtime.getRuntime().availableProcessors(),
        new DefaultThreadFactory("grpc", true),
        handlers);
    server = NettyServerBuilder.forAddress(
            new InetSocketAddress(settings.bind(), settings.port()), credentials)
        .channelType(channel)
        .bossEventLoopGroup(eventLoops)
        .workerEventLoopGroup(eventLoops)
        .directExecutor()
        .maxInboundMessageSize(settings.maxRequestBytes())
        .maxInboundMetadataSize(MAX_HEADER_BYTES)
        .maxConcurrentCallsPerConnection(settings.maxStreamsPerConnection())
        .keepAliveTime(nanos(settings.keepAliveInterval()), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(nanos(settings.keepAliveTimeout()), TimeUnit.NANOSECONDS)
        .permitKeepAliveTime(nanos(settings.minClientPingInterval()), TimeUnit.NANOSECONDS)
        .permitKeepAliveWithoutCalls(true)
        .maxConnectionAge(nanos(settings.maxConnectionAge()), TimeUnit.NANOSECONDS)
        .maxConnectionAgeGrace(nanos(settings.shutdownGrace()), TimeUnit.NANOSECONDS)
        .maxConnectionIdle(nanos(settings.maxConnectionIdle()), TimeUnit.NANOSECONDS)
        .intercept(new TokenInterceptor(verifier))
        .addService(ScoringService.define(
            new GetHandler(requests, metrics.method("GetEndpointWeights")),
            watch,
            new ExplainHandler(
                requests, explainer, settings.explainDeadline(), metrics.method("ExplainWeight"))))
        .addService(health.getHealthService())
        .addService(ProtoReflectionServiceV1.newInstance())
        .build();
  }

  /**
   * Binds and serves.
   *
   * @param known the clusters that exist, with or without weights
   * @throws IOException when it cannot bind or read its certificate, naming address or file
   */
  public static GrpcApi start(
      GrpcSettings settings,
      WeightTable table,
      Predicate<ClusterId> known,
      Explainer explainer,
      TokenVerifier verifier,
      MeterRegistry meters)
      throws IOException {
    GrpcApi api = new GrpcApi(settings, table, known, explainer, verifier, meters);
    try {
      api.server.start();
    } catch (IOException e) {
      api.close();
      throw new IOException(
          "gRPC cannot listen on %s:%d: %s"
              .formatted(settings.bind(), settings.port(), rootMessage(e)),
          e);
    }
    log.info("gRPC listens on {}:{}", settings.bind(), api.port());
    return api;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  private void serving(boolean serving) {
    ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    health.setStatus(ScoringServiceGrpc.SERVICE_NAME, status);
  }

  /** Turns health to NOT_SERVING, ends the streams, lets calls finish for the grace time, then stops. */
  @Override
  public void close() {
    firstWeights.close();
    health.enterTerminalState();
    watch.close();
    server.shutdown();
    try {
      if (!server.awaitTermination(nanos(settings.shutdownGrace()), TimeUnit.NANOSECONDS)) {
        server.shutdownNow();
        server.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    fanOut.shutdownNow();
    var unused = eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private static ServerCredentials credentials(GrpcSettings settings) throws IOException {
    if (settings.tls().isEmpty()) {
      return InsecureServerCredentials.create();
    }
    TlsSettings tls = settings.tls().get();
    // Netty's own messages name no file.
    var unused = Identity.read("gRPC", tls);
    TlsServerCredentials.Builder builder = TlsServerCredentials.newBuilder()
        .keyManager(tls.certificate().toFile(), tls.key().toFile());
    if (tls.clientCa().isPresent()) {
      builder
          .trustManager(tls.clientCa().get().toFile())
          .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
    }
    return builder.build();
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static long nanos(Duration duration) {
    return duration.toNanos();
  }
}
