package io.adaptivelb.demo.backend;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What one life of a backend's process tells the world: a Micrometer registry with the meters of a usual Java service,
 * under their usual names. A restart makes a new one, so every counter starts again from zero. Thread-safe.
 */
final class BackendMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Integer, Timer> timers = new ConcurrentHashMap<>();
  private final CpuMeter cpu = new CpuMeter();
  private final LongTaskTimer active;

  BackendMetrics(int cores, long startMillis) {
    active = LongTaskTimer.builder("http.server.requests.active")
        .tag("method", "GET")
        .tag("uri", "/work")
        .register(registry);
    Gauge.builder("process.cpu.usage", cpu, meter -> Math.min(1, meter.busyCores() / cores))
        .register(registry);
    FunctionCounter.builder("process.cpu.time", cpu, CpuMeter::cpuNanos)
        .baseUnit("ns")
        .register(registry);
    Gauge.builder("system.cpu.count", () -> cores).register(registry);
    Gauge.builder("system.load.average.1m", cpu, CpuMeter::loadAverage).register(registry);
    TimeGauge.builder("process.start.time", () -> startMillis, TimeUnit.MILLISECONDS)
        .register(registry);
    Runtime runtime = Runtime.getRuntime();
    Tags heap = Tags.of("area", "heap", "id", "heap");
    Gauge.builder("jvm.memory.used", () -> runtime.totalMemory() - runtime.freeMemory())
        .baseUnit("bytes")
        .tags(heap)
        .register(registry);
    Gauge.builder("jvm.memory.max", runtime::maxMemory)
        .baseUnit("bytes")
        .tags(heap)
        .register(registry);
  }

  /** Counts a finished request; the duration includes its time in the queue. */
  void record(int status, long nanos) {
    timer(status).record(nanos, TimeUnit.NANOSECONDS);
  }

  CpuMeter cpu() {
    return cpu;
  }

  void sample(long nowNanos, int runnable) {
    cpu.sample(nowNanos, runnable);
  }

  /** Notes the start of a request that will be served; the result is told its end. */
  LongTaskTimer.Sample started() {
    return active.start();
  }

  int inFlight() {
    return active.activeTasks();
  }

  /** The page, in the Prometheus text format. */
  String page() {
    return registry.scrape();
  }

  private Timer timer(int status) {
    return timers.computeIfAbsent(
        status,
        code -> Timer.builder("http.server.requests")
            .tag("method", "GET")
            .tag("uri", "/work")
            .tag("status", Integer.toString(code))
            .tag("outcome", code < 300 ? "SUCCESS" : "SERVER_ERROR")
            .tag("exception", "none")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(5))
            .register(registry));
  }
}
