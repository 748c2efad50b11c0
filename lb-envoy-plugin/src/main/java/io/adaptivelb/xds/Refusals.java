package io.adaptivelb.xds;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources that proxies refused (NACKs): counted as {@code adaptivelb_xds_nacks_total}, logged at most once in 10 s for
 * each proxy and cluster, the newest {@value #MAX_SHOWN} kept for the status until the proxy accepts the cluster again.
 * Thread-safe.
 */
final class Refusals {
  static final int MAX_SHOWN = 20;
  private static final int MAX_MESSAGE_LENGTH = 500;
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final InstantSource clock;
  private final Counter counter;
  private final Map<Key, Refusal> shown = new LinkedHashMap<>();

  Refusals(InstantSource clock, MeterRegistry meters) {
    this.clock = clock;
    this.counter = Counter.builder("adaptivelb.xds.nacks")
        .description("Resources that proxies refused")
        .register(meters);
  }

  /** A proxy refused a version of a resource. */
  void refused(String node, String cluster, String version, String message) {
    counter.increment();
    String text = printable(message);
    Instant now = clock.instant();
    boolean log;
    synchronized (shown) {
      Refusal before = shown.remove(new Key(node, cluster));
      log = before == null || !now.isBefore(before.logged.plus(LOG_INTERVAL));
      if (shown.size() >= MAX_SHOWN) {
        shown.remove(shown.keySet().iterator().next());
      }
      shown.put(
          new Key(node, cluster),
          new Refusal(version, text, now, log || before == null ? now : before.logged));
    }
    if (log) {
      LOG.warn("{} refuses version {} of cluster {}: {}", node, version, cluster, text);
    }
  }

  /** A proxy accepted a version of a resource. */
  void accepted(String node, Iterable<String> clusters) {
    synchronized (shown) {
      if (!shown.isEmpty()) {
        clusters.forEach(cluster -> shown.remove(new Key(node, cluster)));
      }
    }
  }

  /** How many there were so far. */
  long count() {
    return (long) counter.count();
  }

  /** Those that stand, for people. */
  Map<String, String> status() {
    Map<String, String> status = new LinkedHashMap<>();
    synchronized (shown) {
      shown.forEach((key, refusal) -> status.put(
          "refused by %s: %s".formatted(key.node, key.cluster),
          "version %s at %s: %s".formatted(refusal.version, refusal.time, refusal.message)));
    }
    return status;
  }

  /** What peers send is bounded and has no control characters when it reaches a log or a terminal. */
  static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= MAX_MESSAGE_LENGTH ? line : line.substring(0, MAX_MESSAGE_LENGTH) + "…";
  }

  private record Key(String node, String cluster) {}

  private record Refusal(String version, String message, Instant time, Instant logged) {}
}
