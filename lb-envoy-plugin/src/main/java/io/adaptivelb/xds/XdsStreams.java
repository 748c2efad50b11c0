package io.adaptivelb.xds;

import io.grpc.Status;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All open streams: tells them what changed, and tells people how they do. Thread-safe.
 *
 * <p>A change of members or health goes out at once. A change of weights alone is spread over {@code jitter}, where one is
 * set: each push makes a proxy rebuild its schedule, and rebuilding them all in one instant sends the first picks of every
 * proxy to the same endpoints.
 */
final class XdsStreams {
  private static final int MAX_SHOWN = 20;
  private static final Logger LOG = LoggerFactory.getLogger(XdsStreams.class);

  private final ResourceTable table;
  private final Refusals refusals;
  private final XdsMeters meters;
  private final int limit;
  private final Duration jitter;
  private final LongUnaryOperator random;
  private final ScheduledExecutorService scheduler;
  private final Set<XdsStream<?, ?>> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * No streams yet.
   *
   * @param limit the most that may be open
   * @param jitter the longest that a change of weights may wait
   * @param random a number from 0 to its argument, exclusive
   */
  XdsStreams(
      ResourceTable table,
      int limit,
      Duration jitter,
      LongUnaryOperator random,
      ScheduledExecutorService scheduler,
      InstantSource clock,
      MeterRegistry registry) {
    this.table = table;
    this.limit = limit;
    this.jitter = jitter;
    this.random = random;
    this.scheduler = scheduler;
    this.refusals = new Refusals(clock, registry);
    this.meters = new XdsMeters(registry);
    Gauge.builder("adaptivelb.xds.streams", count, AtomicInteger::get)
        .description("Open xDS streams")
        .register(registry);
  }

  ResourceTable table() {
    return table;
  }

  Refusals refusals() {
    return refusals;
  }

  XdsMeters meters() {
    return meters;
  }

  /** Takes a stream in; false when there are too many. */
  boolean add(XdsStream<?, ?> stream) {
    if (count.incrementAndGet() > limit) {
      count.decrementAndGet();
      return false;
    }
    open.add(stream);
    return true;
  }

  void remove(XdsStream<?, ?> stream) {
    if (open.remove(stream)) {
      count.decrementAndGet();
    }
  }

  /** Tells every stream that wants it. */
  void changed(String cluster, ResourceTable.Change change) {
    if (change == ResourceTable.Change.NONE) {
      return;
    }
    boolean atOnce = change == ResourceTable.Change.MEMBERS || jitter.isZero();
    for (XdsStream<?, ?> stream : open) {
      if (atOnce) {
        tell(stream, cluster);
      } else {
        later(() -> tell(stream, cluster));
      }
    }
  }

  /** Whatever goes wrong on one stream ends that stream only; its client comes back. */
  private static void tell(XdsStream<?, ?> stream, String cluster) {
    try {
      stream.changed(cluster);
    } catch (RuntimeException e) {
      LOG.error("cannot tell {} of cluster {}", stream.node(), cluster, e);
      stream.fail(Status.INTERNAL.withDescription("the server could not send an update"));
    }
  }

  private void later(Runnable push) {
    try {
      long delay = random.applyAsLong(jitter.toNanos());
      var unused = scheduler.schedule(push, delay, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The server stops: the streams end anyway.
      return;
    }
  }

  /** For people: who is connected, and whose wishes cannot be met. */
  Map<String, String> status() {
    Map<String, String> status = new LinkedHashMap<>();
    Set<String> nodes = new TreeSet<>();
    Set<String> behind = new TreeSet<>();
    Map<String, String> unmet = new LinkedHashMap<>();
    for (XdsStream<?, ?> stream : open) {
      nodes.add(stream.node());
      if (stream.isBehind()) {
        behind.add(stream.node());
      }
      for (String cluster : stream.unknown()) {
        putBounded(unmet, "unknown cluster: " + cluster, "asked for by " + stream.node());
      }
      for (String type : stream.unserved()) {
        putBounded(unmet, "not served: " + type, "asked for by " + stream.node());
      }
    }
    status.put("streams", Integer.toString(count.get()));
    status.put("proxies", shown(nodes));
    status.put("behind", shown(behind));
    status.put("nacks", Long.toString(refusals.count()));
    status.putAll(unmet);
    status.putAll(refusals.status());
    return status;
  }

  private static void putBounded(Map<String, String> map, String key, String value) {
    if (map.size() < MAX_SHOWN) {
      map.putIfAbsent(key, value);
    }
  }

  private static String shown(Set<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String list = String.join(", ", names.stream().limit(MAX_SHOWN).toList());
    return names.size() <= MAX_SHOWN
        ? list
        : list + " and %d more".formatted(names.size() - MAX_SHOWN);
  }
}
