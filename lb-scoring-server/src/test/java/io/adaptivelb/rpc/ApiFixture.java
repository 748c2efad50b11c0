package io.adaptivelb.rpc;

import io.adaptivelb.auth.Principal;
import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.config.GrpcSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.table.WeightTable;
import io.adaptivelb.v1.ScoringServiceGrpc;
import io.adaptivelb.v1.ScoringServiceGrpc.ScoringServiceBlockingStub;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The API on a free port of loopback, and a client. */
final class ApiFixture implements AutoCloseable {
  static final ClusterId SHOP = new ClusterId("shop");
  static final ClusterId EMPTY = new ClusterId("empty");
  static final TokenVerifier OPEN =
      (authorization, peer) -> new TokenVerifier.Granted(Principal.ANONYMOUS);

  final WeightTable table = new WeightTable();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final GrpcApi api;
  final ManagedChannel channel;

  ApiFixture() throws IOException {
    this(OPEN, (cluster, endpoint) -> new CompletableFuture<>());
  }

  ApiFixture(TokenVerifier verifier, Explainer explainer) throws IOException {
    api = GrpcApi.start(
        settings(), table, Set.of(SHOP, EMPTY)::contains, explainer, verifier, meters);
    channel = Grpc.newChannelBuilder("127.0.0.1:" + api.port(), InsecureChannelCredentials.create())
        .build();
  }

  static GrpcSettings settings() {
    GrpcSettings defaults = GrpcSettings.DEFAULTS;
    return new GrpcSettings(
        defaults.bind(),
        0,
        Optional.empty(),
        4 << 10,
        3,
        defaults.keepAliveInterval(),
        defaults.keepAliveTimeout(),
        defaults.minClientPingInterval(),
        defaults.maxConnectionAge(),
        defaults.maxConnectionIdle(),
        Duration.ofMillis(100),
        Duration.ofMillis(200));
  }

  ScoringServiceBlockingStub stub() {
    return ScoringServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  double counted(String method, String code) {
    return meters
        .counter("adaptivelb.rpc.requests", "method", method, "code", code)
        .count();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    api.close();
  }
}
