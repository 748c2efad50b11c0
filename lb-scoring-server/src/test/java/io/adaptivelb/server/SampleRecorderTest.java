package io.adaptivelb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.bus.InProcessBus;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.loop.ThreadWorker;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreSettings;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleRecorderTest {
  private static final ClusterId SHOP = new ClusterId("shop");
  private static final EndpointId ONE = new EndpointId("10.0.0.1", 80);
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir
  private Path folder;

  private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InProcessBus bus = new InProcessBus(100, Duration.ofSeconds(30));
  private FeatureStore store;
  private SampleRecorder recorder;

  @BeforeEach
  void open() {
    store = FeatureStore.open(folder.resolve("telemetry"), StoreSettings.DEFAULTS);
    recorder = new SampleRecorder(
        store,
        Duration.ofHours(1),
        Duration.ofMillis(20),
        new ThreadWorker("cleaner"),
        clock::get,
        meters);
    recorder.listen(bus);
  }

  @AfterEach
  void close() {
    bus.close();
    recorder.close();
    store.close();
  }

  @Test
  void batch_withOtherSignals_keepsTheSamples() {
    Membership members = new Membership(SHOP, NOW, List.of(Endpoint.of(ONE)));
    bus.publish(SHOP, List.of(members));
    bus.publish(SHOP, List.of(members, sample(NOW), sample(NOW.plusMillis(1))));
    bus.close();

    List<TelemetrySample> found = new ArrayList<>();
    store.read(SHOP, NOW, NOW.plusSeconds(1), found::add);
    assertThat(found).containsExactly(sample(NOW), sample(NOW.plusMillis(1)));
    assertThat(meters.counter("adaptivelb.store.samples").count()).isEqualTo(2);
    assertThat(meters.get("adaptivelb.store.appends").timer().count()).isEqualTo(1);
    assertThat(recorder.check().execute().isHealthy()).isTrue();
  }

  @Test
  void batch_thatCannotBeKept_isCountedAndShown_untilOneCan() {
    bus.publish(SHOP, List.of(sample(Instant.EPOCH.minusSeconds(1))));
    await().until(() -> !recorder.check().execute().isHealthy());
    assertThat(meters.counter("adaptivelb.store.failures", "reason", "invalid").count())
        .isEqualTo(1);

    bus.publish(SHOP, List.of(sample(NOW)));
    await().until(() -> recorder.check().execute().isHealthy());
  }

  @Test
  void storeThatFails_costsNobodyElseAnything() {
    List<ClusterId> others = new ArrayList<>();
    bus.subscribe("other", (cluster, signals) -> others.add(cluster));
    store.close();
    bus.publish(SHOP, List.of(sample(NOW)));
    bus.close();

    assertThat(others).containsExactly(SHOP);
    assertThat(meters.counter("adaptivelb.store.failures", "reason", "closed").count())
        .isEqualTo(1);
    assertThat(recorder.check().execute().getMessage()).contains("is closed");
  }

  @Test
  void samples_olderThanTheRetention_areDeleted() {
    bus.publish(SHOP, List.of(sample(NOW)));
    await().until(() -> store.clusters().contains(SHOP));
    Instant later = NOW.plus(Duration.ofMinutes(59));
    clock.set(later);
    bus.publish(SHOP, List.of(sample(later)));
    await().until(() -> meters.counter("adaptivelb.store.samples").count() == 2);

    clock.set(NOW.plus(Duration.ofMinutes(62)));
    await().until(() -> {
      List<Instant> left = new ArrayList<>();
      store.read(SHOP, NOW, NOW.plusSeconds(7_200), found -> left.add(found.time()));
      return left.equals(List.of(later));
    });
  }

  private static TelemetrySample sample(Instant time) {
    return new TelemetrySample(
        SHOP,
        ONE,
        new Observer(Observer.Kind.ENDPOINT, ONE.toString(), Locality.UNKNOWN),
        time,
        Duration.ofSeconds(5),
        new Outcomes(1_000, 0, 0, 0, 0),
        LatencyHistogram.EMPTY,
        Double.NaN,
        Resources.UNKNOWN,
        CircuitBreaker.UNKNOWN,
        Instant.EPOCH);
  }
}
