package io.adaptivelb.demo;

import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.xds.XdsNameResolverProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A proxyless gRPC client: a channel that takes endpoints and weights from our xDS by itself. gRPC ignores the weights of
 * endpoints and follows those of localities, so the server gives it each endpoint in a locality of its own.
 */
final class XdsChannel {
  private XdsChannel() {}

  /**
   * Opens a channel to a cluster, and waits until it has an endpoint.
   *
   * @param xdsPort of the server, on loopback
   * @throws IOException when it has none in time
   */
  static ManagedChannel open(int xdsPort, String cluster, Duration patience) throws IOException {
    Map<String, ?> bootstrap = Map.of(
        "xds_servers",
        List.of(Map.of(
            "server_uri",
            "127.0.0.1:" + xdsPort,
            "channel_creds",
            List.of(Map.of("type", "insecure")),
            "server_features",
            List.of("xds_v3"))),
        "node",
        Map.of("id", "demo", "cluster", "adaptive-lb"));
    // Not "xds": that one is bound to the mesh that the user's own environment may name.
    String scheme = "lb-demo-" + xdsPort;
    XdsNameResolverProvider resolvers = XdsNameResolverProvider.createForTest(scheme, bootstrap);
    NameResolverRegistry registry = NameResolverRegistry.getDefaultRegistry();
    registry.register(resolvers);
    ManagedChannel channel;
    try {
      channel = Grpc.newChannelBuilder(
              scheme + ":///" + cluster, InsecureChannelCredentials.create())
          .directExecutor()
          .build();
    } finally {
      registry.deregister(resolvers);
    }
    try {
      awaitReady(channel, patience);
      return channel;
    } catch (IOException e) {
      channel.shutdownNow();
      throw e;
    }
  }

  private static void awaitReady(ManagedChannel channel, Duration patience) throws IOException {
    CountDownLatch ready = new CountDownLatch(1);
    watch(channel, ready);
    try {
      if (!ready.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the proxyless client had no endpoint within %s; its channel is %s"
            .formatted(patience, channel.getState(false)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the proxyless client", e);
    }
  }

  private static void watch(ManagedChannel channel, CountDownLatch ready) {
    ConnectivityState state = channel.getState(true);
    if (state == ConnectivityState.READY) {
      ready.countDown();
    } else if (state != ConnectivityState.SHUTDOWN) {
      channel.notifyWhenStateChanged(state, () -> watch(channel, ready));
    }
  }
}
