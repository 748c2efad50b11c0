package io.adaptivelb.loop;

import io.adaptivelb.control.LoopStability;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rail;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Counts what the scoring loop does. Thread-safe. */
final class LoopMetrics {
  private final MeterRegistry meters;
  private final InstantSource clock;
  private final Counter persisted;
  private final Counter persistFailures;
  private final Map<ClusterId, WeightSnapshot> last = new ConcurrentHashMap<>();
  private final Map<ClusterId, LoopStability> stabilities = new ConcurrentHashMap<>();

  LoopMetrics(MeterRegistry meters, InstantSource clock) {
    this.meters = meters;
    this.clock = clock;
    persisted = Counter.builder("adaptivelb.weights.persisted")
        .description("Weight snapshots written to disk")
        .register(meters);
    persistFailures = Counter.builder("adaptivelb.weights.persist.failures")
        .description("Weight snapshots that could not be written to disk, and are tried again")
        .register(meters);
  }

  /** Times a pass over all clusters. */
  void timed(Phase phase, Runnable pass) {
    Timer.builder("adaptivelb.loop.duration")
        .description("Time that a pass of the scoring loop over all clusters took")
        .tag("phase", phase.tag())
        .register(meters)
        .record(pass);
  }

  void signals(ClusterId cluster, List<? extends Signal> signals) {
    for (Signal signal : signals) {
      Counter.builder("adaptivelb.loop.signals")
          .description("Signals that the control loop took")
          .tag("cluster", cluster.value())
          .tag("kind", signal.getClass().getSimpleName())
          .register(meters)
          .increment();
    }
  }

  void ticked(ClusterId cluster) {
    Counter.builder("adaptivelb.loop.ticks")
        .description("Ticks of the control loop")
        .tag("cluster", cluster.value())
        .register(meters)
        .increment();
  }

  void failed(ClusterId cluster, Phase phase) {
    Counter.builder("adaptivelb.loop.failures")
        .description("Passes of the control loop that threw; the last weights stayed in force")
        .tag("cluster", cluster.value())
        .tag("phase", phase.tag())
        .register(meters)
        .increment();
  }

  void refused() {
    Counter.builder("adaptivelb.loop.clusters.refused")
        .description("Batches of signals of clusters beyond the largest number of clusters")
        .register(meters)
        .increment();
  }

  void published(WeightSnapshot snapshot, boolean changed) {
    ClusterId cluster = snapshot.cluster();
    if (last.put(cluster, snapshot) == null) {
      register(cluster);
    }
    Counter.builder("adaptivelb.weights.published")
        .description("Weights put in force that differ for proxies from those before")
        .tag("cluster", cluster.value())
        .register(meters)
        .increment(changed ? 1 : 0);
    for (EndpointWeight line : snapshot.endpoints()) {
      for (Rail rail : line.rails()) {
        Counter.builder("adaptivelb.rails.bound")
            .description("Endpoints whose published weight a safety rail bound")
            .tag("cluster", cluster.value())
            .tag("rail", rail.name().toLowerCase(Locale.ROOT))
            .register(meters)
            .increment();
      }
    }
  }

  void stability(ClusterId cluster, LoopStability stability) {
    if (stabilities.put(cluster, stability) == null) {
      gauge(
          cluster,
          "adaptivelb.loop.gain",
          "How far a tick moves a weight towards its target, on the log scale",
          LoopStability::gain);
      gauge(
          cluster,
          "adaptivelb.loop.gain.factor",
          "What damping leaves of the configured gain",
          LoopStability::factor);
      gauge(
          cluster,
          "adaptivelb.loop.elasticity",
          "Per cent by which targets fall when weights rise by one; NaN while not visible",
          LoopStability::elasticity);
      gauge(
          cluster,
          "adaptivelb.loop.delay.ticks",
          "Ticks until targets answer to weights; NaN while not visible",
          LoopStability::delayTicks);
      gauge(
          cluster,
          "adaptivelb.loop.margin",
          "Stability limit over gain times elasticity, below 1 oscillations grow; NaN while not visible",
          LoopStability::margin);
      gauge(
          cluster,
          "adaptivelb.loop.explained.ratio",
          "Share of the targets' changes that earlier changes of weights explain",
          LoopStability::explainedRatio);
      gauge(
          cluster,
          "adaptivelb.loop.oscillating.endpoints",
          "Endpoints whose weights swing to and fro",
          LoopStability::oscillatingEndpoints);
    }
  }

  void persisted() {
    persisted.increment();
  }

  void persistFailed() {
    persistFailures.increment();
  }

  private void gauge(
      ClusterId cluster, String name, String description, ToDoubleFunction<LoopStability> value) {
    Gauge.builder(name, () -> stability(cluster, value))
        .description(description)
        .tag("cluster", cluster.value())
        .register(meters);
  }

  private @Nullable Number stability(ClusterId cluster, ToDoubleFunction<LoopStability> value) {
    LoopStability stability = stabilities.get(cluster);
    return stability == null ? null : value.applyAsDouble(stability);
  }

  private void register(ClusterId cluster) {
    Gauge.builder("adaptivelb.weights.version", () -> with(cluster, WeightSnapshot::version))
        .description("Version of the weights in force")
        .tag("cluster", cluster.value())
        .register(meters);
    Gauge.builder("adaptivelb.weights.age", () -> with(cluster, s -> age(s.time())))
        .description("Time since the weights in force were decided")
        .baseUnit("seconds")
        .tag("cluster", cluster.value())
        .register(meters);
    for (Rung rung : Rung.values()) {
      Gauge.builder("adaptivelb.weights.rung", () -> with(cluster, s -> s.rung() == rung ? 1 : 0))
          .description("1 for the step of the fallback ladder that the weights come from")
          .tag("cluster", cluster.value())
          .tag("rung", rung.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    for (HealthStatus status : HealthStatus.values()) {
      Gauge.builder("adaptivelb.endpoints", () -> with(cluster, s -> count(s, status)))
          .description("Endpoints by what proxies are told of their health")
          .tag("cluster", cluster.value())
          .tag("status", status.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
  }

  private @Nullable Number with(ClusterId cluster, Function<WeightSnapshot, Number> value) {
    WeightSnapshot snapshot = last.get(cluster);
    return snapshot == null ? null : value.apply(snapshot);
  }

  private double age(Instant time) {
    return Duration.between(time, clock.instant()).toMillis() * 1e-3;
  }

  private static long count(WeightSnapshot snapshot, HealthStatus status) {
    return snapshot.endpoints().stream().filter(line -> line.status() == status).count();
  }

  /** What the loop was doing. */
  enum Phase {
    ACCEPT,
    REACT,
    TICK,
    OVERRIDE;

    String tag() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
