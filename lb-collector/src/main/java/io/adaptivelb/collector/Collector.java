package io.adaptivelb.collector;

import io.adaptivelb.bus.TelemetryBus;
import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.clusters.CollectorSettings;
import io.adaptivelb.clusters.EnvoySettings;
import io.adaptivelb.clusters.FastSettings;
import io.adaptivelb.clusters.HealthCheckSettings;
import io.adaptivelb.clusters.ScrapeSettings;
import io.adaptivelb.discovery.Discovery;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.fetch.Budget;
import io.adaptivelb.fetch.Fetcher;
import io.adaptivelb.fetch.Network;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * Asks every source of every cluster on its own schedule and publishes what they say on the bus. Thread-safe; start it
 * once, close it once.
 *
 * <p>All state lives on the timeline's thread. Network threads fetch and read: those for scrapes are apart from the one for
 * health checks and fast bins, so that a page of megabytes delays no check.
 */
public final class Collector implements AutoCloseable {
  private final Timeline timeline;
  private final Network scrapeNetwork;
  private final Network fastNetwork;
  private final List<ClusterCollector> clusters = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A collector, at rest. It owns the timeline: closing it closes the timeline too.
   *
   * @throws IllegalArgumentException naming a cluster that is there twice, or a certificate that cannot be read
   */
  public Collector(
      CollectorSettings settings,
      List<ClusterSettings> clusters,
      TelemetryBus bus,
      CollectorEvents events,
      Timeline timeline,
      RandomGenerator random) {
    Set<ClusterId> seen = new HashSet<>();
    for (ClusterSettings cluster : clusters) {
      if (!seen.add(cluster.id())) {
        throw new IllegalArgumentException("clusters lists %s twice".formatted(cluster.name()));
      }
    }
    this.timeline = timeline;
    this.scrapeNetwork = new Network("scrape", settings.threads());
    this.fastNetwork = new Network("fast", 1);
    Budget budget = new Budget(settings.maxBufferedBytes());
    Fetcher scrapes = new Fetcher(scrapeNetwork, budget);
    Fetcher fast = new Fetcher(fastNetwork, budget);
    Gate gate = new Gate(settings.concurrency());
    try {
      for (ClusterSettings cluster : clusters) {
        Outbox outbox = new Outbox(cluster.id(), bus, events, timeline);
        Scene scene = new Scene(cluster, cluster.id(), outbox, events, timeline, random);
        this.clusters.add(new ClusterCollector(
            scene,
            Discovery.of(cluster.discovery(), scrapeNetwork),
            parts(scene, scrapes, fast, gate)));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** A collector under real time. */
  public Collector(
      CollectorSettings settings,
      List<ClusterSettings> clusters,
      TelemetryBus bus,
      CollectorEvents events) {
    this(settings, clusters, bus, events, Timeline.system(), RandomGenerator.getDefault());
  }

  /** Publishes the members that are known and begins to ask. Returns at once. */
  public void start() {
    clusters.forEach(cluster -> timeline.execute(cluster::start));
  }

  /** How reading every target went. Waits for the timeline's thread, which is never busy for long. */
  public List<TargetStatus> status() {
    return timeline.call(() -> {
      List<TargetStatus> all = new ArrayList<>();
      clusters.forEach(cluster -> cluster.logs(log -> all.add(log.status())));
      return all;
    });
  }

  /** Ends every connection; nothing is published once this returns. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    timeline.close();
    clusters.forEach(ClusterCollector::close);
    scrapeNetwork.close();
    fastNetwork.close();
  }

  private List<Part> parts(Scene scene, Fetcher scrapes, Fetcher fast, Gate gate) {
    List<Part> parts = new ArrayList<>();
    ScrapeSettings scrape = scene.settings().scrape();
    EnvoySettings envoy = scene.settings().envoy();
    HealthCheckSettings check = scene.settings().healthCheck();
    FastSettings.Source source = scene.settings().fastSource();
    if (scrape != null) {
      parts.add(new Scrapes(scene, scrape, scrapes, gate));
    }
    if (envoy != null) {
      parts.add(new EnvoySamples(scene, envoy, scrapes));
    }
    if (check != null) {
      parts.add(new HealthChecks(scene, check, fastNetwork, fast));
    }
    if (source == FastSettings.Source.ENVOY && envoy != null) {
      parts.add(new EnvoyBins(scene, envoy, scene.settings().fast(), fast));
    }
    if (source == FastSettings.Source.ENDPOINT && scrape != null) {
      parts.add(new EndpointBins(scene, scrape, scene.settings().fast(), fast));
    }
    return parts;
  }
}
