package io.adaptivelb.collector;

import static io.adaptivelb.fetch.LyingServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.clusters.AdminSettings;
import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.clusters.CollectorSettings;
import io.adaptivelb.clusters.DiscoverySettings;
import io.adaptivelb.clusters.EndpointSettings;
import io.adaptivelb.clusters.EnvoySettings;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.fetch.LyingServer;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.FastReading;
import io.adaptivelb.telemetry.HealthTransition;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnvoySourcesTest {
  private final RecordingBus bus = new RecordingBus();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  /** So many of the proxies find the first endpoint unhealthy. */
  private final AtomicInteger failing = new AtomicInteger();

  private int envoys;

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : toClose.reversed()) {
      closeable.close();
    }
  }

  @Test
  void samples_ofAProxy_haveOutcomesBreakerAndNoLatency() {
    LyingServer envoy = envoy(false);

    start(envoy);

    await().until(() -> bus.all(TelemetrySample.class).size() >= 4);
    assertThat(bus.all(TelemetrySample.class))
        .filteredOn(sample -> sample.endpoint().host().equals("10.0.0.1"))
        .isNotEmpty()
        .allSatisfy(sample -> {
          assertThat(sample.observer().kind()).isEqualTo(Observer.Kind.PROXY);
          assertThat(sample.observer().name()).isEqualTo(envoy.address());
          assertThat(sample.observer().locality()).hasToString("/a");
          assertThat(sample.outcomes().successes()).isPositive();
          assertThat(sample.inFlight()).isEqualTo(5);
          assertThat(sample.latency().count()).isZero();
          assertThat(sample.circuitBreaker()).isEqualTo(CircuitBreaker.CLOSED);
        });
    assertThat(bus.all(TelemetrySample.class))
        .filteredOn(sample -> sample.endpoint().host().equals("10.0.0.2"))
        .isNotEmpty()
        .allMatch(sample -> sample.circuitBreaker() == CircuitBreaker.OPEN);
  }

  @Test
  void bins_ofTwoProxies_addUp() {
    start(envoy(false), envoy(false));

    await().until(() -> bus.all(FastReading.class).stream().anyMatch(r -> r.inFlight() == 10));
    assertThat(bus.all(FastReading.class)).allSatisfy(reading -> {
      assertThat(reading.started()).isPositive();
      assertThat(reading.outcomes().errors()).isZero();
    });
  }

  @Test
  void bins_oneProxyHangs_theOtherIsNotDelayed() {
    start(envoy(true), envoy(false));

    await().until(() -> bus.all(FastReading.class).size() >= 10);
    assertThat(bus.all(FastReading.class)).allMatch(reading -> reading.inFlight() == 5);
  }

  @Test
  void health_mostProxiesSayUnhealthy_isBelievedUntilTheyDoNot() {
    start(envoy(false), envoy(false), envoy(false));
    await().until(() -> bus.all(FastReading.class).size() > 4);
    assertThat(bus.all(HealthTransition.class)).isEmpty();

    failing.set(1);
    int readings = bus.all(FastReading.class).size();
    await().until(() -> bus.all(FastReading.class).size() > readings + 6);
    assertThat(bus.all(HealthTransition.class)).isEmpty();

    failing.set(2);
    await().until(() -> bus.all(HealthTransition.class).size() == 1);
    failing.set(0);
    await().until(() -> bus.all(HealthTransition.class).size() == 2);
    assertThat(bus.all(HealthTransition.class))
        .extracting(transition -> transition.endpoint().host(), HealthTransition::healthy)
        .containsExactly(tuple("10.0.0.1", false), tuple("10.0.0.1", true));
    assertThat(bus.all(HealthTransition.class).getFirst().reason())
        .isEqualTo("failed the health checks of 2 of 3 proxies");
  }

  @Test
  void samples_envoyWithoutTheCluster_areFailuresWithACode() {
    LyingServer envoy = LyingServer.honest("application/json", "{\"cluster_statuses\": []}");
    toClose.add(envoy);

    Collector collector = start(envoy);

    await()
        .untilAsserted(() -> assertThat(collector.status())
            .filteredOn(status -> status.source() == Source.ENVOY)
            .extracting(TargetStatus::code)
            .containsExactly(FailureCode.UNKNOWN_CLUSTER));
    assertThat(bus.all(TelemetrySample.class)).isEmpty();
  }

  private LyingServer envoy(boolean hangs) {
    AtomicLong served = new AtomicLong(1_000);
    int number = ++envoys;
    LyingServer envoy = new LyingServer((path, out) -> {
      if (hangs) {
        Thread.sleep(60_000);
      }
      return ok(
          out,
          "application/json",
          path.startsWith("/stats")
              ? "{\"stats\":[{\"name\":\"cluster.shop.circuit_breakers.default.rq_open\",\"value\":0}]}"
              : page(served.addAndGet(20), number <= failing.get()));
    });
    toClose.add(envoy);
    return envoy;
  }

  private static String page(long served, boolean failing) {
    String host = """
        {"address": {"socket_address": {"address": "10.0.0.%d", "port_value": 80}},
         "stats": [{"name": "rq_total", "value": "%d"}, {"name": "rq_success", "value": "%d"},
                   {"type": "GAUGE", "name": "rq_active", "value": "3"},
                   {"type": "GAUGE", "name": "rq_pending_active", "value": "2"}],
         "health_status": {"eds_health_status": "HEALTHY"%s}}
        """;
    return "{\"cluster_statuses\": [{\"name\": \"shop\", \"host_statuses\": ["
        + host.formatted(1, served, served, failing ? ", \"failed_active_health_check\": true" : "")
        + ","
        + host.formatted(2, served, served, ", \"failed_outlier_check\": true")
        + "]}]}";
  }

  private Collector start(LyingServer... envoys) {
    List<AdminSettings> admins = new ArrayList<>();
    for (LyingServer envoy : envoys) {
      admins.add(new AdminSettings(envoy.address(), "", "a", ""));
    }
    ClusterSettings cluster = ClusterSettings.of(
            "shop",
            DiscoverySettings.of(
                List.of(EndpointSettings.of("10.0.0.1:80"), EndpointSettings.of("10.0.0.2:80"))))
        .withTick(Duration.ofMillis(200))
        .withEnvoy(new EnvoySettings(admins, "", Duration.ofSeconds(2), 1 << 20));
    Collector collector =
        new Collector(CollectorSettings.DEFAULTS, List.of(cluster), bus, CollectorEvents.NONE);
    toClose.add(collector);
    collector.start();
    return collector;
  }
}
