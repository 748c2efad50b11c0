package io.adaptivelb.collector;

import io.adaptivelb.bus.TelemetryBus;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.telemetry.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers one cluster's signals into batches: a thousand samples a second would otherwise be a thousand publications.
 * Confined to the timeline's thread.
 */
final class Outbox {
  /** Long enough to gather, short against a tick. */
  private static final Duration DELAY = Duration.ofMillis(50);

  private static final int FULL = 512;

  private final ClusterId cluster;
  private final TelemetryBus bus;
  private final CollectorEvents events;
  private final Timeline timeline;
  private List<Signal> waiting = new ArrayList<>();

  Outbox(ClusterId cluster, TelemetryBus bus, CollectorEvents events, Timeline timeline) {
    this.cluster = cluster;
    this.bus = bus;
    this.events = events;
    this.timeline = timeline;
  }

  /** Publishes soon, with others. */
  void add(Signal signal) {
    waiting.add(signal);
    if (waiting.size() == 1) {
      timeline.after(DELAY, this::flush);
    } else if (waiting.size() >= FULL) {
      flush();
    }
  }

  /** Publishes at once, after what waits. */
  void addNow(List<? extends Signal> signals) {
    waiting.addAll(signals);
    flush();
  }

  private void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    List<Signal> batch = waiting;
    waiting = new ArrayList<>();
    try {
      bus.publish(cluster, batch).whenComplete((done, cause) -> {
        if (cause == null) {
          count(batch);
        } else {
          events.publishFailed(cluster, batch.size(), cause);
        }
      });
    } catch (RuntimeException e) {
      events.publishFailed(cluster, batch.size(), e);
    }
  }

  private void count(List<Signal> batch) {
    Map<Class<? extends Signal>, Integer> counts = new LinkedHashMap<>();
    batch.forEach(signal -> counts.merge(signal.getClass(), 1, Integer::sum));
    counts.forEach((kind, count) -> events.published(cluster, kind, count));
  }
}
