package io.adaptivelb.server;

import io.adaptivelb.collector.CollectorEvents;
import io.adaptivelb.collector.Source;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.telemetry.Signal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs what the collector does. Thread-safe. */
final class CollectorMetrics implements CollectorEvents {
  private static final Logger log = LoggerFactory.getLogger(CollectorMetrics.class);

  private final MeterRegistry meters;

  CollectorMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void succeeded(ClusterId cluster, Source source, Duration latency, long bytes) {
    Timer.builder("adaptivelb.collector.reads")
        .description("Sources that were read, and how long it took")
        .tag("cluster", cluster.value())
        .tag("source", tag(source))
        .register(meters)
        .record(latency);
  }

  @Override
  public void failed(
      ClusterId cluster, Source source, String target, FailureCode code, String message) {
    Counter.builder("adaptivelb.collector.failures")
        .description("Sources that could not be read, by the reason")
        .tag("cluster", cluster.value())
        .tag("source", tag(source))
        .tag("code", tag(code))
        .register(meters)
        .increment();
    log.debug("{} of {} for cluster {}: {} ({})", source, target, cluster, message, code);
  }

  @Override
  public void published(ClusterId cluster, Class<? extends Signal> kind, int count) {
    Counter.builder("adaptivelb.collector.signals")
        .description("Signals that the collector published")
        .tag("cluster", cluster.value())
        .tag("kind", kind.getSimpleName())
        .register(meters)
        .increment(count);
  }

  @Override
  public void publishFailed(ClusterId cluster, int signals, Throwable cause) {
    Counter.builder("adaptivelb.collector.publish.failures")
        .description("Signals that the bus refused")
        .tag("cluster", cluster.value())
        .register(meters)
        .increment(signals);
    log.warn("The bus refused {} signals of cluster {}: {}", signals, cluster, cause.toString());
  }

  @Override
  public void healthChanged(
      ClusterId cluster, EndpointId endpoint, boolean healthy, String reason) {
    Counter.builder("adaptivelb.collector.health.changes")
        .description("Endpoints that active health checks found healthy or unhealthy again")
        .tag("cluster", cluster.value())
        .tag("healthy", Boolean.toString(healthy))
        .register(meters)
        .increment();
    log.info(
        "Cluster {}: {} is {}: {}", cluster, endpoint, healthy ? "healthy" : "unhealthy", reason);
  }

  @Override
  public void membershipChanged(ClusterId cluster, int joined, int left, int members) {
    log.info("Cluster {}: {} joined, {} left, {} members", cluster, joined, left, members);
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
