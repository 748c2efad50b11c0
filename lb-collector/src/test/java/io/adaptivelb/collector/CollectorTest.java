package io.adaptivelb.collector;

import static io.adaptivelb.fetch.LyingServer.ok;
import static io.adaptivelb.fetch.LyingServer.text;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.clusters.CollectorSettings;
import io.adaptivelb.clusters.DiscoverySettings;
import io.adaptivelb.clusters.EndpointSettings;
import io.adaptivelb.clusters.FastSettings;
import io.adaptivelb.clusters.PageSettings;
import io.adaptivelb.clusters.Preset;
import io.adaptivelb.clusters.ScrapeSettings;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.fetch.LyingServer;
import io.adaptivelb.telemetry.FastReading;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollectorTest {
  private static final Duration TICK = Duration.ofMillis(200);

  private final RecordingBus bus = new RecordingBus();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : toClose.reversed()) {
      closeable.close();
    }
  }

  @Test
  void start_honestEndpoint_publishesIntervalsOfItsCounters() {
    AtomicLong served = new AtomicLong(1_000);
    LyingServer server = server((path, out) -> ok(out, "text/plain", page(served.addAndGet(10))));

    start(cluster(server.address()));

    await().until(() -> bus.all(TelemetrySample.class).size() >= 3);
    assertThat(bus.all(TelemetrySample.class)).allSatisfy(sample -> {
      assertThat(sample.endpoint()).isEqualTo(EndpointId.parse(server.address()));
      assertThat(sample.outcomes().successes()).isEqualTo(10);
      assertThat(sample.inFlight()).isEqualTo(3);
      assertThat(sample.startTime()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    });
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void start_oneHangsAndOneDrips_theOthersDeliverOnTime() {
    AtomicLong served = new AtomicLong();
    LyingServer hanging = server((path, out) -> {
      Thread.sleep(Duration.ofMinutes(5));
      return false;
    });
    LyingServer dripping = server((path, out) -> {
      text(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
      while (true) {
        text(out, "#");
        Thread.sleep(20);
      }
    });
    List<String> honest = IntStream.range(0, 20)
        .mapToObj(i -> server((path, out) -> ok(out, "text/plain", page(served.incrementAndGet())))
            .address())
        .toList();
    List<String> all = new ArrayList<>(honest);
    all.add(hanging.address());
    all.add(dripping.address());

    // Two places only: one bad endpoint may hold one of them, never both.
    Collector collector =
        start(new CollectorSettings(2, 1, 1 << 20), cluster(all.toArray(new String[0])));

    await().until(() -> samplesByEndpoint().size() == honest.size());
    Map<EndpointId, Integer> before = samplesByEndpoint();
    int ticks = bus.all(Membership.class).size();
    await().until(() -> bus.all(Membership.class).size() >= ticks + 8);
    Map<EndpointId, Integer> after = samplesByEndpoint();

    // Eight ticks are longer than three of the deadlines that the bad ones use up.
    assertThat(after.keySet())
        .containsExactlyInAnyOrderElementsOf(
            honest.stream().map(EndpointId::parse).toList())
        .allSatisfy(id -> assertThat(after.getOrDefault(id, 0) - before.getOrDefault(id, 0))
            .isGreaterThanOrEqualTo(5));
    assertThat(collector.status())
        .filteredOn(status -> honest.contains(status.target()))
        .allMatch(TargetStatus::ok);
    assertThat(collector.status())
        .filteredOn(
            status -> List.of(hanging.address(), dripping.address()).contains(status.target()))
        .extracting(TargetStatus::code)
        .containsExactly(FailureCode.TIMEOUT, FailureCode.TIMEOUT);
  }

  @Test
  void start_garbageOnAPage_givesACodeAndNoSample() {
    LyingServer html = LyingServer.honest("text/html", "<html>login</html>");
    LyingServer negative = LyingServer.honest("text/plain", page(-1));
    toClose.add(html);
    toClose.add(negative);

    Collector collector = start(cluster(html.address(), negative.address()));

    await()
        .until(() -> collector.status().stream().filter(s -> s.failures() > 1).count() == 2);
    assertThat(bus.all(TelemetrySample.class)).isEmpty();
    assertThat(collector.status())
        .filteredOn(status -> status.source() == Source.SCRAPE)
        .extracting(TargetStatus::target, TargetStatus::code)
        .containsExactlyInAnyOrder(
            tuple(html.address(), FailureCode.CONTENT_TYPE),
            tuple(negative.address(), FailureCode.BAD_VALUE));
  }

  @Test
  void start_fastBinsFromEndpoints_areShort() {
    AtomicLong served = new AtomicLong();
    LyingServer server = server((path, out) -> ok(out, "text/plain", page(served.addAndGet(2))));
    FastSettings fast = new FastSettings(
        FastSettings.Source.ENDPOINT, Duration.ofMillis(50), Duration.ofMillis(500));

    start(cluster(server.address()).withTick(Duration.ofMinutes(1)).withFast(fast));

    await().until(() -> bus.all(FastReading.class).size() >= 3);
    assertThat(bus.all(FastReading.class)).allSatisfy(reading -> {
      assertThat(reading.outcomes().successes()).isBetween(2L, 4L);
      assertThat(reading.inFlight()).isEqualTo(3);
    });
  }

  @Test
  void start_underFakeTime_publishesMembersAtStartAndOnceATick() {
    FakeTimeline timeline = new FakeTimeline();
    ClusterSettings cluster = ClusterSettings.of(
        "shop", DiscoverySettings.of(List.of(EndpointSettings.of("10.0.0.1:80"))));
    Collector collector = new Collector(
        CollectorSettings.DEFAULTS,
        List.of(cluster),
        bus,
        CollectorEvents.NONE,
        timeline,
        new SplittableRandom(1));
    toClose.add(collector);

    collector.start();
    timeline.advance(Duration.ZERO);
    assertThat(bus.all(Membership.class)).hasSize(1);
    timeline.advance(Duration.ofSeconds(50));

    // A phase of half a tick to a whole one, then every 5 s.
    assertThat(bus.all(Membership.class)).hasSize(11);
  }

  @Test
  void new_clusterListedTwice_isRefused() {
    ClusterSettings cluster = cluster("127.0.0.1:1");

    assertThatThrownBy(() -> new Collector(
            CollectorSettings.DEFAULTS, List.of(cluster, cluster), bus, CollectorEvents.NONE))
        .hasMessage("clusters lists shop twice");
  }

  @Test
  void close_whileWorkIsUnderWay_publishesNothingMore() {
    LyingServer server = LyingServer.honest("text/plain", page(1));
    toClose.add(server);
    Collector collector = start(cluster(server.address()));
    await().until(() -> !bus.all(TelemetrySample.class).isEmpty());

    collector.close();
    int published = bus.all(TelemetrySample.class).size();
    int requests = server.requests();

    assertThatThrownBy(collector::status).hasMessage("the collector is closed");
    await().during(TICK.multipliedBy(2)).until(() -> server.requests() == requests);
    assertThat(bus.all(TelemetrySample.class)).hasSize(published);
  }

  static String page(long served) {
    return """
        # TYPE http_server_requests_seconds summary
        http_server_requests_seconds_count{outcome="SUCCESS",status="200",uri="/"} %d
        http_server_requests_seconds_sum{outcome="SUCCESS",status="200",uri="/"} 1.5
        http_server_requests_active_seconds_count{uri="/"} 3
        process_start_time_seconds 1.7E9
        """.formatted(served);
  }

  private Map<EndpointId, Integer> samplesByEndpoint() {
    return bus.all(TelemetrySample.class).stream()
        .collect(toMap(TelemetrySample::endpoint, sample -> 1, Integer::sum));
  }

  private LyingServer server(LyingServer.Script script) {
    LyingServer server = new LyingServer(script);
    toClose.add(server);
    return server;
  }

  private static ClusterSettings cluster(String... addresses) {
    return ClusterSettings.of(
            "shop",
            DiscoverySettings.of(
                Arrays.stream(addresses).map(EndpointSettings::of).toList()))
        .withTick(TICK)
        .withScrape(new ScrapeSettings(
            List.of(PageSettings.of(Preset.MICROMETER)), Duration.ofMillis(500), 1 << 20));
  }

  private Collector start(ClusterSettings... clusters) {
    return start(CollectorSettings.DEFAULTS, clusters);
  }

  private Collector start(CollectorSettings settings, ClusterSettings... clusters) {
    Collector collector = new Collector(settings, List.of(clusters), bus, CollectorEvents.NONE);
    toClose.add(collector);
    collector.start();
    return collector;
  }
}
