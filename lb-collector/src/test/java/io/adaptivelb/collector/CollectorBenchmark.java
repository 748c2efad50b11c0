package io.adaptivelb.collector;

import com.sun.management.OperatingSystemMXBean;
import io.adaptivelb.bus.TelemetryBus;
import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.clusters.CollectorSettings;
import io.adaptivelb.clusters.DiscoverySettings;
import io.adaptivelb.clusters.EndpointSettings;
import io.adaptivelb.clusters.PageSettings;
import io.adaptivelb.clusters.Preset;
import io.adaptivelb.clusters.ScrapeSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.telemetry.TelemetrySample;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Scrapes 5,000 endpoints, each a loopback address of its own with a page of 100 series, every 5 s, from another process
 * that serves them. Prints what a tick costs this process, everything included: CPU, wall time, heap after a collection.
 *
 * <p>Run with {@code ./lb bench Collector [endpoints] [ticks]}. Exits with 1 when a tick takes more than 5 CPU seconds or
 * an endpoint is missing.
 */
final class CollectorBenchmark {
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final int WARM_UP_TICKS = 4;

  private CollectorBenchmark() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int endpoints = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000;
    int ticks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
    Process server = new ProcessBuilder(
            ManagementFactory.getRuntimeMXBean().getSystemProperties().get("java.home")
                + "/bin/java",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            MetricsFarm.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    boolean good;
    try (BufferedReader out = new BufferedReader(
        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      String port = out.readLine();
      if (port == null) {
        throw new IllegalStateException("the server of the pages did not start");
      }
      good = measure(endpoints, ticks, Integer.parseInt(port));
    } finally {
      server.destroy();
    }
    System.exit(good ? 0 : 1);
  }

  private static boolean measure(int endpoints, int ticks, int port) throws InterruptedException {
    List<EndpointSettings> members = IntStream.range(0, endpoints)
        .mapToObj(i -> EndpointSettings.of(
            "127.%d.%d.%d:%d".formatted(1 + i / 62_500, i / 250 % 250, 1 + i % 250, port)))
        .toList();
    ClusterSettings cluster = ClusterSettings.of("farm", DiscoverySettings.of(members))
        .withTick(TICK)
        .withScrape(ScrapeSettings.of(PageSettings.of(Preset.MICROMETER)));
    CountingBus bus = new CountingBus(WARM_UP_TICKS + ticks);
    CountingEvents events = new CountingEvents();
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    boolean good = true;
    try (Collector collector =
        new Collector(CollectorSettings.DEFAULTS, List.of(cluster), bus, events)) {
      collector.start();
      // Each tick begins with the membership; all its samples come before the next one.
      bus.awaitTick(WARM_UP_TICKS);
      System.out.println("tick  samples  failures  CPU s  cores  wall s of the scrapes");
      for (int tick = 0; tick < ticks; tick++) {
        long samples = bus.samples.get();
        long failures = events.failures.get();
        long cpu = machine.getProcessCpuTime();
        bus.awaitTick(WARM_UP_TICKS + tick + 1);
        double seconds = (machine.getProcessCpuTime() - cpu) * 1e-9;
        long got = bus.samples.get() - samples;
        good &= got == endpoints && seconds <= TICK.toSeconds();
        System.out.printf(
            "%4d  %7d  %8d  %5.2f  %5.3f  %5.2f%n",
            tick + 1,
            got,
            events.failures.get() - failures,
            seconds,
            seconds / TICK.toSeconds(),
            bus.lastSpreadSeconds());
      }
      System.gc();
      System.out.printf(
          "heap after a collection: %.1f MiB; page: %.1f KiB; %d endpoints%n",
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0,
          events.bytes.get() / 1024.0,
          endpoints);
    }
    return good;
  }

  /** Counts samples; a membership marks a new tick. */
  private static final class CountingBus implements TelemetryBus {
    private final List<CountDownLatch> ticks;
    private final AtomicLong samples = new AtomicLong();
    private int tick;
    private long tickNanos;
    private long lastNanos;
    private volatile double spreadSeconds;

    CountingBus(int ticks) {
      this.ticks =
          IntStream.rangeClosed(0, ticks).mapToObj(i -> new CountDownLatch(1)).toList();
    }

    void awaitTick(int number) throws InterruptedException {
      ticks.get(number).await();
    }

    double lastSpreadSeconds() {
      return spreadSeconds;
    }

    @Override
    public CompletionStage<Void> publish(ClusterId cluster, List<? extends Signal> batch) {
      for (Signal signal : batch) {
        if (signal instanceof Membership) {
          spreadSeconds = (lastNanos - tickNanos) * 1e-9;
          tickNanos = System.nanoTime();
          if (tick < ticks.size()) {
            ticks.get(tick++).countDown();
          }
        } else if (signal instanceof TelemetrySample) {
          samples.incrementAndGet();
          lastNanos = System.nanoTime();
        }
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Subscription subscribe(String name, Subscriber subscriber) {
      throw new UnsupportedOperationException("nobody listens to this bus");
    }

    @Override
    public void close() {}
  }

  private static final class CountingEvents implements CollectorEvents {
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    @Override
    public void succeeded(ClusterId cluster, Source source, Duration latency, long size) {
      if (source == Source.SCRAPE) {
        bytes.set(size);
      }
    }

    @Override
    public void failed(
        ClusterId cluster, Source source, String target, FailureCode code, String message) {
      if (failures.incrementAndGet() <= 5) {
        System.out.println(source + " " + target + ": " + code + " " + message);
      }
    }
  }
}
