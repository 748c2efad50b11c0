package io.adaptivelb.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.auth.Principal;
import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.demo.backend.Backend;
import io.adaptivelb.demo.backend.BackendSpec;
import io.adaptivelb.demo.backend.Fleet;
import io.adaptivelb.demo.backend.PhaseClock;
import io.adaptivelb.demo.load.GrpcSender;
import io.adaptivelb.demo.load.Outcome;
import io.adaptivelb.table.WeightTable;
import io.adaptivelb.xds.Snapshots;
import io.adaptivelb.xds.XdsOptions;
import io.adaptivelb.xds.XdsServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoop;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real proxyless gRPC client, our xDS, and real backends. */
class XdsChannelTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final int CALLS = 1_000;

  /** gRPC draws by chance: five standard deviations. */
  private static final double TOLERANCE = 0.075;

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final WeightTable weights = new WeightTable();
  private Fleet fleet;
  private XdsServer server;

  @BeforeEach
  void start() throws IOException {
    fleet = Fleet.start(
        NAMES.stream()
            .map(name -> new BackendSpec(name, 4, Duration.ofNanos(1), 1_000, List.of()))
            .toList(),
        new PhaseClock(System::nanoTime),
        1);
    server = XdsServer.start(
        XdsOptions.onLoopback(),
        weights,
        (authorization, peer) -> new TokenVerifier.Granted(Principal.ANONYMOUS),
        new SimpleMeterRegistry(),
        InstantSource.system());
  }

  @AfterEach
  void stop() {
    server.close();
    fleet.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void weights_areFollowed_alsoWhenTheyChange() throws Exception {
    publish(1, 7_000, 2_000, 1_000);
    try (GrpcSender sender =
        new GrpcSender(XdsChannel.open(server.port(), ServerFile.CLUSTER, PATIENCE), loop)) {
      // The first endpoint that is connected takes everything until the others are.
      await().atMost(PATIENCE).untilAsserted(() -> assertShares(sender, 0.7, 0.2, 0.1));
      publish(2, 1_000, 1_000, 8_000);
      await().atMost(PATIENCE).untilAsserted(() -> assertShares(sender, 0.1, 0.1, 0.8));
    }
  }

  @Test
  void open_clusterThatNobodyServes_givesUpAndSaysWhatIsWrong() {
    assertThatThrownBy(
            () -> XdsChannel.open(server.port(), ServerFile.CLUSTER, Duration.ofMillis(200)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("had no endpoint within PT0.2S");
  }

  private void publish(long version, int... each) {
    Snapshots snapshot = Snapshots.of(ServerFile.CLUSTER, version);
    int i = 0;
    for (Backend backend : fleet.backends()) {
      snapshot.add("127.0.0.1:" + backend.port(), each[i++]);
    }
    weights.publish(snapshot.build());
  }

  private static void assertShares(GrpcSender sender, double... expected) throws Exception {
    int[] calls = new int[expected.length];
    for (int i = 0; i < CALLS; i++) {
      CompletableFuture<String> answered = new CompletableFuture<>();
      Runnable unused = sender.send(
          0,
          (outcome, backend) ->
              answered.complete(outcome == Outcome.SUCCESS ? backend : outcome.name()));
      String by = answered.get(1, TimeUnit.MINUTES);
      assertThat(by).isIn(NAMES);
      calls[NAMES.indexOf(by)]++;
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) calls[i] / CALLS)
          .as("share %d", i)
          .isCloseTo(expected[i], within(TOLERANCE));
    }
  }
}
