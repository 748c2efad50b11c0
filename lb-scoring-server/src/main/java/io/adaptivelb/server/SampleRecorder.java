package io.adaptivelb.server;

import com.codahale.metrics.health.HealthCheck;
import io.adaptivelb.bus.TelemetryBus;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.loop.Worker;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreException;
import io.adaptivelb.store.StoreStatistics;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.telemetry.TelemetrySample;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends every sample on the bus to the feature store, and deletes those that are too old. Thread-safe.
 *
 * <p>Weights do not wait for it: it has a place of its own on the bus, and a store that fails costs history only. What
 * could not be kept is counted, said once, and shown by the health check until an append succeeds again.
 */
final class SampleRecorder implements AutoCloseable {
  static final String NAME = "store";
  private static final Logger log = LoggerFactory.getLogger(SampleRecorder.class);

  private final FeatureStore store;
  private final Duration retention;
  private final Worker cleaner;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final Counter samples;
  private final Timer appends;
  private volatile @Nullable String failure;

  /**
   * A recorder, which begins to clean at once.
   *
   * @param store closed by the caller, after this
   * @param cleaner deletes what is too old; closed with this
   */
  SampleRecorder(
      FeatureStore store,
      Duration retention,
      Duration cleanInterval,
      Worker cleaner,
      InstantSource clock,
      MeterRegistry meters) {
    this.store = store;
    this.retention = retention;
    this.cleaner = cleaner;
    this.clock = clock;
    this.meters = meters;
    samples = Counter.builder("adaptivelb.store.samples")
        .description("Telemetry samples kept on disk")
        .register(meters);
    appends = Timer.builder("adaptivelb.store.appends")
        .description("Batches of samples appended to the feature store, and how long it took")
        .register(meters);
    gauge("adaptivelb.store.disk", "Size of the feature store", StoreStatistics::diskBytes);
    gauge(
        "adaptivelb.store.memory",
        "Native memory of the feature store",
        statistics -> (double) statistics.cacheBytes() + statistics.tableReaderBytes());
    cleaner.execute(this::clean);
    cleaner.every(cleanInterval, this::clean);
  }

  /** Takes its place on the bus, which ends it. */
  void listen(TelemetryBus bus) {
    TelemetryBus.Subscription subscription = bus.subscribe("recorder", this::accept);
    FunctionCounter.builder(
            "adaptivelb.store.dropped.batches", subscription, TelemetryBus.Subscription::dropped)
        .description("Batches of signals that the feature store was too slow for")
        .register(meters);
  }

  /** Unhealthy from the moment at which a sample could not be kept until one can be again. */
  HealthCheck check() {
    return new HealthCheck() {
      @Override
      protected Result check() {
        String why = failure;
        return why == null
            ? Result.healthy("%.0f samples kept since the start", samples.count())
            : Result.unhealthy(why);
      }
    };
  }

  private void accept(ClusterId cluster, List<Signal> signals) {
    List<TelemetrySample> batch = signals.stream()
        .filter(TelemetrySample.class::isInstance)
        .map(TelemetrySample.class::cast)
        .toList();
    if (batch.isEmpty()) {
      return;
    }
    try {
      appends.record(() -> store.append(batch));
      samples.increment(batch.size());
      if (failure != null) {
        log.info("Telemetry is kept again");
        failure = null;
      }
    } catch (StoreException e) {
      failed(cluster, batch.size(), e.reason().name().toLowerCase(Locale.ROOT), e);
    } catch (IllegalArgumentException e) {
      failed(cluster, batch.size(), "invalid", e);
    }
  }

  private void failed(ClusterId cluster, int lost, String reason, RuntimeException e) {
    Counter.builder("adaptivelb.store.failures")
        .description("Samples that could not be kept")
        .tag("reason", reason)
        .register(meters)
        .increment(lost);
    if (failure == null) {
      log.error("Cannot keep telemetry of cluster {}: {}", cluster, e.getMessage());
    }
    failure = String.valueOf(e.getMessage());
  }

  private void clean() {
    try {
      store.expire(clock.instant().minus(retention));
    } catch (StoreException e) {
      log.error("Cannot delete old telemetry: {}", e.getMessage());
    }
  }

  private void gauge(String name, String description, ToDoubleFunction<StoreStatistics> value) {
    Gauge.builder(name, store, open -> value.applyAsDouble(open.statistics()))
        .description(description)
        .baseUnit("bytes")
        .register(meters);
  }

  /** Stops cleaning. */
  @Override
  public void close() {
    cleaner.close();
  }
}
