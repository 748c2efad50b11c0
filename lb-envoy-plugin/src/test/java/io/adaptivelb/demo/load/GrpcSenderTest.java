package io.adaptivelb.demo.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.demo.backend.Backend;
import io.adaptivelb.demo.backend.BackendSpec;
import io.adaptivelb.demo.backend.Fault;
import io.adaptivelb.demo.backend.Fleet;
import io.adaptivelb.demo.backend.LoopbackPorts;
import io.adaptivelb.demo.backend.PhaseClock;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.netty.channel.DefaultEventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of a real gRPC client to a real backend. */
class GrpcSenderTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final AtomicLong now = new AtomicLong();
  private final PhaseClock clock = new PhaseClock(now::get);
  private @Nullable Fleet fleet;

  @AfterEach
  void close() {
    if (fleet != null) {
      fleet.close();
    }
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void send_answers_tellOutcomeAndBackend() throws Exception {
    try (GrpcSender sender = sender(start(2, 1, 4).port())) {
      for (int i = 0; i < 100; i++) {
        assertThat(send(sender, 1)).isEqualTo(new Ended(Outcome.SUCCESS, "b"));
      }
      assertThat(send(sender, 101)).isEqualTo(new Ended(Outcome.SERVER_ERROR, "b"));
      assertThat(send(sender, Double.NaN)).isEqualTo(new Ended(Outcome.SERVER_ERROR, "b"));
    }
  }

  @Test
  void send_fullQueue_isRejected() throws Exception {
    Backend backend = start(1, 60_000, 1);
    try (GrpcSender sender = sender(backend.port())) {
      List<CompletableFuture<Ended>> held = new ArrayList<>();
      await().until(() -> {
        held.add(start(sender, 1));
        return held.stream().anyMatch(CompletableFuture::isDone);
      });
      assertThat(held.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
          .containsOnly(new Ended(Outcome.REJECTED, "b"));
      assertThat(backend.inFlight()).isEqualTo(2);
    }
  }

  @Test
  void send_failingBackend_isAServerError() throws Exception {
    Backend backend = start(1, 1, 1, new Fault.FailFast(Duration.ZERO, MINUTE, 1));
    try (GrpcSender sender = sender(backend.port())) {
      assertThat(send(sender, 1)).isEqualTo(new Ended(Outcome.SERVER_ERROR, "b"));
    }
  }

  @Test
  void send_backendThatDiesMeanwhile_isBroken() throws Exception {
    Duration death = Duration.ofSeconds(1);
    Backend backend =
        start(1, 60_000, 1, new Fault.Restart(death, MINUTE, Duration.ofSeconds(1), 0.5));
    try (GrpcSender sender = sender(backend.port())) {
      CompletableFuture<Ended> held = start(sender, 1);
      await().until(() -> backend.inFlight() == 1);
      now.set(death.toNanos());
      assertThat(held.get(1, TimeUnit.MINUTES)).isEqualTo(new Ended(Outcome.BROKEN, ""));
    }
  }

  @Test
  void send_nobodyListens_isBroken() throws Exception {
    try (GrpcSender sender = sender(LoopbackPorts.free(1)[0])) {
      assertThat(send(sender, 1)).isEqualTo(new Ended(Outcome.BROKEN, ""));
    }
  }

  @Test
  void abandoned_freesTheCall() throws Exception {
    Backend backend = start(1, 60_000, 1);
    try (GrpcSender sender = sender(backend.port())) {
      CompletableFuture<Ended> ended = new CompletableFuture<>();
      Runnable abandon =
          sender.send(1, (outcome, name) -> ended.complete(new Ended(outcome, name)));
      await().until(() -> backend.inFlight() == 1);
      abandon.run();
      assertThat(ended.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.BROKEN);
    }
  }

  @Test
  void outcome_onlyWhatABackendSigned_isItsOwn() {
    assertThat(GrpcSender.outcome(Status.UNAVAILABLE, "")).isEqualTo(Outcome.BROKEN);
    assertThat(GrpcSender.outcome(Status.UNAVAILABLE, "b")).isEqualTo(Outcome.REJECTED);
    assertThat(GrpcSender.outcome(Status.INTERNAL, "")).isEqualTo(Outcome.BROKEN);
    assertThat(GrpcSender.outcome(Status.INTERNAL, "b")).isEqualTo(Outcome.SERVER_ERROR);
  }

  private Backend start(int cores, int meanMillis, int queue, Fault... faults) throws IOException {
    clock.start(0);
    fleet = Fleet.start(
        List.of(new BackendSpec("b", cores, Duration.ofMillis(meanMillis), queue, List.of(faults))),
        clock,
        1);
    return fleet.backends().getFirst();
  }

  private GrpcSender sender(int port) {
    return new GrpcSender(
        Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
            .directExecutor()
            .build(),
        loop);
  }

  private static Ended send(GrpcSender sender, double work) throws Exception {
    return start(sender, work).get(1, TimeUnit.MINUTES);
  }

  private static CompletableFuture<Ended> start(GrpcSender sender, double work) {
    CompletableFuture<Ended> ended = new CompletableFuture<>();
    Runnable unused =
        sender.send(work, (outcome, backend) -> ended.complete(new Ended(outcome, backend)));
    return ended;
  }

  private record Ended(Outcome outcome, String backend) {}
}
