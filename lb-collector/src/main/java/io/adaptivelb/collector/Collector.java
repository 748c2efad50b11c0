package io.adaptivelb.collector;

import io.adaptivelb.bus.TelemetryBus;
import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.clusters.CollectorSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.telemetry.Membership;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Asks every source of every cluster on its own schedule and publishes what they say on the bus. Thread-safe; start it
 * once, close it once.
 */
public final class Collector implements AutoCloseable {
  private final List<ClusterSettings> clusters;
  private final TelemetryBus bus;
  private final CollectorEvents events;
  private final Timeline timeline;
  private final RandomGenerator random;

  /**
   * A collector, at rest. It owns the timeline: closing it closes the timeline too.
   *
   * @throws IllegalArgumentException naming a cluster that is there twice
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
    this.clusters = List.copyOf(clusters);
    this.bus = bus;
    this.events = events;
    this.timeline = timeline;
    this.random = random;
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
    clusters.forEach(cluster -> timeline.execute(() -> tick(cluster)));
  }

  /** How reading every target went, by cluster, source and target. */
  public List<TargetStatus> status() {
    return List.of();
  }

  @Override
  public void close() {
    timeline.close();
  }

  private void tick(ClusterSettings cluster) {
    if (cluster.discovery().endpoints() != null) {
      Membership members = new Membership(
          cluster.id(),
          timeline.now(),
          cluster.discovery().endpoints().stream().map(e -> e.endpoint()).toList());
      bus.publish(cluster.id(), List.of(members));
      events.published(cluster.id(), Membership.class, 1);
    }
    timeline.after(
        Duration.ofNanos(cluster.tick().toNanos() + random.nextLong(1_000_000)),
        () -> tick(cluster));
  }
}
