package io.adaptivelb.collector;

import static io.adaptivelb.fetch.LyingServer.ok;
import static io.adaptivelb.fetch.LyingServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.clusters.CollectorSettings;
import io.adaptivelb.clusters.DiscoverySettings;
import io.adaptivelb.clusters.EndpointSettings;
import io.adaptivelb.clusters.HealthCheckSettings;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.fetch.LyingServer;
import io.adaptivelb.telemetry.HealthTransition;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthChecksTest {
  private final RecordingBus bus = new RecordingBus();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : toClose.reversed()) {
      closeable.close();
    }
  }

  @Test
  void http_killedEndpoint_isUnhealthyAndComesBack() {
    LyingServer server = new LyingServer((path, out) -> ok(out, "text/plain", "fine"));
    check(server.address(), patient(HealthCheckSettings.viaHttp("/healthz")));
    awaitStates("true HTTP 200");

    server.close();
    awaitStates("true HTTP 200", "false connection refused");

    LyingServer reborn =
        new LyingServer(server.port(), (path, out) -> ok(out, "text/plain", "fine"));
    toClose.add(reborn);
    awaitStates("true HTTP 200", "false connection refused", "true HTTP 200");
  }

  @Test
  void http_serverError_isUnhealthyWithItsStatus() {
    AtomicBoolean sick = new AtomicBoolean();
    LyingServer server = new LyingServer((path, out) -> write(
        out, sick.get() ? "503 Service Unavailable" : "204 No Content", "text/plain", new byte[0]));
    toClose.add(server);
    check(server.address(), patient(HealthCheckSettings.viaHttp("/healthz")));
    awaitStates("true HTTP 204");

    sick.set(true);

    awaitStates("true HTTP 204", "false HTTP 503");
  }

  @Test
  void http_hangingEndpoint_isUnhealthyAfterItsDeadlines() {
    LyingServer server = new LyingServer((path, out) -> {
      Thread.sleep(60_000);
      return false;
    });
    toClose.add(server);

    check(server.address(), HealthCheckSettings.viaHttp("/"));

    awaitStates("false no complete answer within 250 ms: no answer yet");
  }

  @Test
  void http_serverThatClosesEveryConnection_staysHealthy() {
    LyingServer server = new LyingServer((path, out) -> {
      ok(out, "text/plain", "fine");
      return false;
    });
    toClose.add(server);
    check(server.address(), patient(HealthCheckSettings.viaHttp("/")));

    await().until(() -> server.requests() >= 8);

    awaitStates("true HTTP 200");
  }

  @Test
  void tcp_killedEndpoint_isUnhealthy() {
    LyingServer server = new LyingServer((path, out) -> true);
    check(server.address(), patient(HealthCheckSettings.viaTcp()));
    awaitStates("true connected");

    server.close();

    awaitStates("true connected", "false connection refused");
  }

  @Test
  void grpc_everyAnswer_isUnderstood() throws IOException {
    HealthStatusManager health = new HealthStatusManager();
    Server server = NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(health.getHealthService())
        .build()
        .start();
    toClose.add(server::shutdownNow);
    check("127.0.0.1:" + server.getPort(), patient(HealthCheckSettings.viaGrpc()));
    awaitStates("true SERVING");

    health.setStatus("", ServingStatus.NOT_SERVING);
    awaitStates("true SERVING", "false NOT_SERVING");

    health.setStatus("", ServingStatus.SERVING);
    awaitStates("true SERVING", "false NOT_SERVING", "true SERVING");

    server.shutdownNow();
    awaitStates("true SERVING", "false NOT_SERVING", "true SERVING", "false connection refused");
  }

  @Test
  void check_deadlinePassesTooLate_isOurFaultAndSaysNothing() {
    LyingServer server = new LyingServer((path, out) -> {
      Thread.sleep(60_000);
      return false;
    });
    toClose.add(server);
    FakeTimeline timeline = new FakeTimeline();
    Collector collector = new Collector(
        CollectorSettings.DEFAULTS,
        List.of(cluster(server.address(), HealthCheckSettings.viaHttp("/"))),
        bus,
        CollectorEvents.NONE,
        timeline,
        new SplittableRandom(1));
    toClose.add(collector);
    collector.start();

    // To the timeline's clock every check takes ten seconds, as if the process had been stopped.
    for (int check = 1; check <= 4; check++) {
      int number = check;
      await().until(() -> {
        timeline.advance(Duration.ofMillis(250));
        return server.requests() >= number;
      });
      timeline.advance(Duration.ofSeconds(10));
      await().until(() -> {
        timeline.advance(Duration.ZERO);
        return failures(collector) >= number;
      });
    }

    assertThat(bus.all(HealthTransition.class)).isEmpty();
    assertThat(collector.status())
        .filteredOn(status -> status.source() == Source.HEALTH_CHECK)
        .allMatch(status -> status.code() == FailureCode.OVERLOADED);
  }

  private static long failures(Collector collector) {
    return collector.status().stream().mapToLong(TargetStatus::failures).sum();
  }

  /** The same with a deadline that a slow machine does not miss. */
  private static HealthCheckSettings patient(HealthCheckSettings checks) {
    return new HealthCheckSettings(
        checks.http(),
        checks.grpc(),
        checks.tcp(),
        0,
        Duration.ofMillis(100),
        Duration.ofMillis(10),
        Duration.ofSeconds(20),
        2,
        2);
  }

  private static ClusterSettings cluster(String address, HealthCheckSettings settings) {
    return ClusterSettings.of("shop", DiscoverySettings.of(List.of(EndpointSettings.of(address))))
        .withHealthCheck(settings);
  }

  private void check(String address, HealthCheckSettings settings) {
    ClusterSettings cluster = ClusterSettings.of(
            "shop", DiscoverySettings.of(List.of(EndpointSettings.of(address))))
        .withHealthCheck(settings);
    Collector collector =
        new Collector(CollectorSettings.DEFAULTS, List.of(cluster), bus, CollectorEvents.NONE);
    toClose.add(collector);
    collector.start();
  }

  /** On a busy machine a check may run out of time and recover: that is no answer, and no business of these tests. */
  private void awaitStates(String... states) {
    await().untilAsserted(() -> assertThat(answers()).containsExactly(states));
  }

  private List<String> answers() {
    List<String> answers = new ArrayList<>();
    for (HealthTransition transition : bus.all(HealthTransition.class)) {
      String answer = transition.healthy() + " " + transition.reason();
      boolean repeated = !answers.isEmpty() && answers.getLast().equals(answer);
      if (!repeated && !answer.contains("no answer within")) {
        answers.add(answer);
      }
    }
    return answers;
  }
}
