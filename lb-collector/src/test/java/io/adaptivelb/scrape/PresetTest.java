package io.adaptivelb.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.clusters.Preset;
import io.adaptivelb.exposition.ExpositionParser.Format;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each preset reads a page that the real software wrote: in this test, or recorded from it. */
class PresetTest {
  private final LatencyHistogram.Recorder recorder = new LatencyHistogram.Recorder();

  @ParameterizedTest
  @EnumSource
  void micrometer_asSpringBootSetsItUp_isReadInBothFormats(Format format) throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    LongTaskTimer active = LongTaskTimer.builder("http.server.requests.active")
        .tags("method", "GET", "outcome", "UNKNOWN", "status", "UNKNOWN", "uri", "UNKNOWN")
        .register(registry);
    active.start();
    active.start();
    Timer ok = timer(registry, "SUCCESS", "200");
    Timer failed = timer(registry, "SERVER_ERROR", "500");
    String type = format == Format.OPEN_METRICS
        ? "application/openmetrics-text; version=1.0.0"
        : "text/plain; version=0.0.4";
    byte[] before = registry.scrape(type).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 100; i++) {
      ok.record(Duration.ofMillis(20));
    }
    failed.record(Duration.ofSeconds(5));
    byte[] after = registry.scrape(type).getBytes(StandardCharsets.UTF_8);

    PageInterval interval = interval(Preset.MICROMETER, format, before, after);

    assertThat(interval.outcomes().successes()).isEqualTo(100);
    assertThat(interval.outcomes().serverErrors()).isEqualTo(1);
    assertThat(interval.latency().count()).isEqualTo(100);
    assertThat(interval.latency().quantileSeconds(0.5)).isCloseTo(0.02, within(0.004));
    assertThat(interval.latency().sumSeconds()).isCloseTo(2, within(1e-6));
    assertThat(interval.inFlight()).isEqualTo(2);
    assertThat(interval.resources().cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(interval.resources().busyCores()).isNotNegative();
    assertThat(interval.resources().loadAveragePerCore()).isNotNegative();
    assertThat(interval.resources().memoryRatio()).isBetween(0.0, 1.0);
    assertThat(interval.startTime())
        .isBetween(Instant.now().minus(Duration.ofHours(2)), Instant.now());
  }

  @ParameterizedTest
  @EnumSource
  void prometheusJava_withItsJvmMetrics_isReadInBothFormats(Format format) throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    Histogram requests = Histogram.builder()
        .name("http_server_requests_seconds")
        .labelNames("status")
        .classicOnly()
        .withoutExemplars()
        .register(registry);
    requests.initLabelValues("200");
    byte[] before = write(format, registry);
    for (int i = 0; i < 50; i++) {
      requests.labelValues("200").observe(0.02);
    }
    requests.labelValues("500").observe(3);
    requests.labelValues("503").observe(0.001);
    byte[] after = write(format, registry);

    PageInterval interval = interval(Preset.PROMETHEUS_JAVA, format, before, after);

    assertThat(interval.outcomes().successes()).isEqualTo(50);
    assertThat(interval.outcomes().serverErrors()).isEqualTo(1);
    assertThat(interval.outcomes().rejections()).isEqualTo(1);
    assertThat(interval.latency().count()).isEqualTo(50);
    assertThat(interval.latency().quantileSeconds(1)).isCloseTo(0.025, within(0.001));
    assertThat(interval.resources().busyCores()).isNotNegative();
    assertThat(interval.resources().memoryRatio()).isBetween(0.0, 1.0);
    assertThat(interval.startTime()).isAfter(Instant.EPOCH);
  }

  @Test
  void nodeExporter_recordedPage_givesTheMachine() throws Exception {
    byte[] page = recorded("node-exporter.txt");

    PageInterval interval = interval(Preset.NODE_EXPORTER, Format.TEXT, page, page);

    assertThat(interval.resources().cores()).isEqualTo(2);
    assertThat(interval.resources().busyCores()).isZero();
    assertThat(interval.resources().memoryRatio()).isBetween(0.01, 0.99);
    assertThat(interval.resources().loadAveragePerCore()).isNotNegative();
  }

  @Test
  void envoy_recordedPage_countsWhatItsListenersServed() throws Exception {
    byte[] page = recorded("envoy-stats-prometheus.txt");
    String earlier = new String(page, StandardCharsets.UTF_8)
        .replace(
            "envoy_response_code_class=\"2\",envoy_http_conn_manager_prefix=\"in\"} 15",
            "envoy_response_code_class=\"2\",envoy_http_conn_manager_prefix=\"in\"} 3");

    PageInterval interval =
        interval(Preset.ENVOY, Format.TEXT, earlier.getBytes(StandardCharsets.UTF_8), page);

    assertThat(interval.outcomes().successes()).isEqualTo(12);
    assertThat(interval.outcomes().serverErrors()).isZero();
    assertThat(interval.inFlight()).isZero();
  }

  private PageInterval interval(Preset preset, Format format, byte[] before, byte[] after)
      throws SourceFailure {
    PageReader reader = new PageReader(new Mapping(preset.mapping()));
    PageHistory history = new PageHistory();
    history.advance(reader.read(before, 0, before.length, format), 0, recorder);
    return history
        .advance(reader.read(after, 0, after.length, format), 5_000_000_000L, recorder)
        .orElseThrow();
  }

  private static Timer timer(PrometheusMeterRegistry registry, String outcome, String status) {
    return Timer.builder("http.server.requests")
        .tags(Tags.of("method", "GET", "outcome", outcome, "status", status, "uri", "/a"))
        .publishPercentileHistogram()
        .register(registry);
  }

  private static byte[] write(Format format, PrometheusRegistry registry) throws IOException {
    ExpositionFormatWriter writer = format == Format.OPEN_METRICS
        ? OpenMetricsTextFormatWriter.create()
        : PrometheusTextFormatWriter.create();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, registry.scrape());
    return out.toByteArray();
  }

  private static byte[] recorded(String name) throws IOException {
    try (InputStream in = PresetTest.class.getResourceAsStream("/pages/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
