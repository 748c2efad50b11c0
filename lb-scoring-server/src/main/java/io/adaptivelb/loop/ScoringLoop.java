package io.adaptivelb.loop;

import io.adaptivelb.bus.TelemetryBus;
import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.config.LoopSettings;
import io.adaptivelb.control.ControlLoop;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.control.LoopStability;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.loop.LoopMetrics.Phase;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.table.WeightTable;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.weights.WeightSnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives the control loops of all clusters under a clock: takes signals from the bus, reacts every 250 ms and at once to
 * health and membership, ticks every 5 s, and publishes into the {@link WeightTable}.
 *
 * <p>All hearts are confined to one {@link Worker}; a cluster that throws keeps its last weights and disturbs no other.
 * Public methods may be called from any thread.
 */
public final class ScoringLoop implements AutoCloseable {
  /** So many batches and questions wait for the worker; more slow the bus down or are refused. */
  private static final int MAX_PENDING = 1_024;

  private final ClusterControl.Factory hearts;
  private final LoopSettings settings;
  private final Duration tick;
  private final WeightTable table;
  private final WeightArchive archive;
  private final Worker worker;
  private final InstantSource clock;
  private final LoopMetrics metrics;
  private final Archivist archivist;
  private final Semaphore batches = new Semaphore(MAX_PENDING);
  private final Semaphore questions = new Semaphore(MAX_PENDING);
  private final Map<ClusterId, ClusterScoring> clusters = new ConcurrentHashMap<>();
  /** Written by whoever changes them, read by the worker: a change is never lost, at worst it waits for the next tick. */
  private volatile List<WeightOverride> overrides = List.of();

  private List<WeightOverride> applied = List.of();
  private TelemetryBus.@Nullable Subscription subscription;

  /**
   * A loop over the real control loop.
   *
   * @param estimators the rung that each cluster's loop tries first
   * @param worker runs the hearts
   * @param disk writes the archive; closed with the loop, as is {@code worker}
   */
  public ScoringLoop(
      LoopSettings settings,
      ControlSettings control,
      EstimatorFactory estimators,
      WeightTable table,
      WeightArchive archive,
      Worker worker,
      Worker disk,
      InstantSource clock,
      MeterRegistry meters) {
    this(
        cluster -> ClusterControl.of(
            new ControlLoop(cluster, control, estimators.of(cluster, control.estimation()))),
        settings,
        control.tick(),
        table,
        archive,
        worker,
        disk,
        clock,
        meters);
  }

  ScoringLoop(
      ClusterControl.Factory hearts,
      LoopSettings settings,
      Duration tick,
      WeightTable table,
      WeightArchive archive,
      Worker worker,
      Worker disk,
      InstantSource clock,
      MeterRegistry meters) {
    this.hearts = hearts;
    this.settings = settings;
    this.tick = tick;
    this.table = table;
    this.archive = archive;
    this.worker = worker;
    this.clock = clock;
    metrics = new LoopMetrics(meters, clock);
    archivist = new Archivist(archive, disk, settings.persistInterval(), metrics);
  }

  /** Puts the archived weights of the clusters in force; call before {@link #start} and before anybody is served. */
  public void restore(Collection<ClusterId> configured) {
    configured.forEach(cluster -> clusters.put(cluster, add(cluster)));
  }

  /** Begins to listen and to tick. */
  public void start(TelemetryBus bus) {
    subscription = bus.subscribe("scoring", this::accept);
    worker.every(settings.reactInterval(), () -> pass(Phase.REACT));
    worker.every(tick, () -> pass(Phase.TICK));
  }

  /** Whether the cluster is configured or has sent telemetry. */
  public boolean knows(ClusterId cluster) {
    return clusters.containsKey(cluster);
  }

  /** The clusters that are configured or have sent telemetry. */
  public Set<ClusterId> clusters() {
    return Set.copyOf(clusters.keySet());
  }

  /** When every cluster was ticked last; those that were not yet are left out. */
  public Map<ClusterId, Instant> lastTicks() {
    Map<ClusterId, Instant> ticks = new TreeMap<>();
    clusters.forEach((id, cluster) -> {
      Instant last = cluster.lastTick();
      if (last != null) {
        ticks.put(id, last);
      }
    });
    return ticks;
  }

  /** How stable the loop of a cluster was at its last good tick; empty before that. */
  public Optional<LoopStability> stability(ClusterId cluster) {
    return Optional.ofNullable(clusters.get(cluster)).map(ClusterScoring::stability);
  }

  /** Why a cluster keeps its last weights and goes on failing, if one does. */
  public Optional<String> failure() {
    return clusters.values().stream()
        .map(ClusterScoring::failure)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /**
   * Replaces the overrides in force, in every cluster.
   *
   * @return completes with the weights that are then in force; fails with {@link RejectedExecutionException} when the loop
   *     is too busy, and then takes them up at its next tick
   */
  public CompletableFuture<Map<ClusterId, WeightSnapshot>> override(List<WeightOverride> all) {
    overrides = List.copyOf(all);
    return ask(() -> {
      applyOverrides();
      Map<ClusterId, WeightSnapshot> after = new TreeMap<>();
      clusters.forEach(
          (id, cluster) -> cluster.inForce().ifPresent(snapshot -> after.put(id, snapshot)));
      return after;
    });
  }

  /** What {@link #override} would put in force; changes nothing. */
  public CompletableFuture<Map<ClusterId, WeightSnapshot>> preview(List<WeightOverride> all) {
    List<WeightOverride> copy = List.copyOf(all);
    return ask(() -> {
      Map<ClusterId, WeightSnapshot> after = new TreeMap<>();
      clusters.forEach((id, cluster) ->
          cluster.preview(copy, clock.instant()).ifPresent(snapshot -> after.put(id, snapshot)));
      return after;
    });
  }

  /**
   * Why an endpoint has its weight.
   *
   * @return fails with {@link NoSuchElementException} when there is no such cluster or endpoint
   */
  public CompletableFuture<Explanation> explain(ClusterId cluster, EndpointId endpoint) {
    return ask(() -> {
      ClusterScoring scoring = clusters.get(cluster);
      if (scoring == null) {
        throw new NoSuchElementException("there is no cluster %s".formatted(cluster));
      }
      return scoring.explain(endpoint);
    });
  }

  private void accept(ClusterId cluster, List<Signal> signals) {
    // The bus waits here when we are slow, and drops the oldest of what queues up behind.
    batches.acquireUninterruptibly();
    try {
      worker.execute(() -> {
        try {
          take(cluster, signals);
        } finally {
          batches.release();
        }
      });
    } catch (RejectedExecutionException e) {
      batches.release();
    }
  }

  private void take(ClusterId id, List<Signal> signals) {
    ClusterScoring cluster = clusters.get(id);
    if (cluster == null) {
      if (clusters.size() >= settings.maxClusters()) {
        metrics.refused();
        return;
      }
      cluster = add(id);
      clusters.put(id, cluster);
    }
    cluster.accept(signals, clock.instant());
  }

  private ClusterScoring add(ClusterId id) {
    ClusterScoring cluster = new ClusterScoring(id, hearts, applied, metrics, this::publish);
    archive.load(id).ifPresent(last -> cluster.restore(last, clock.instant()));
    return cluster;
  }

  private void pass(Phase phase) {
    metrics.timed(phase, () -> {
      applyOverrides();
      Instant now = clock.instant();
      for (ClusterScoring cluster : clusters.values()) {
        if (phase == Phase.TICK) {
          cluster.tick(now);
        } else {
          cluster.react(now);
        }
      }
    });
  }

  private void applyOverrides() {
    List<WeightOverride> newest = overrides;
    if (!newest.equals(applied)) {
      applied = newest;
      Instant now = clock.instant();
      clusters.values().forEach(cluster -> cluster.override(newest, now));
    }
  }

  private void publish(WeightSnapshot snapshot) {
    ClusterId cluster = snapshot.cluster();
    boolean changed =
        table.find(cluster).map(WeightSnapshot::version).orElse(-1L) != snapshot.version();
    table.publish(snapshot);
    if (changed) {
      table.published(cluster).ifPresent(archivist::take);
    }
    metrics.published(snapshot, changed);
  }

  private <T> CompletableFuture<T> ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!questions.tryAcquire()) {
      answer.completeExceptionally(new RejectedExecutionException(
          "%d requests wait for the scoring loop already".formatted(MAX_PENDING)));
      return answer;
    }
    try {
      worker.execute(() -> {
        questions.release();
        if (answer.isDone()) {
          return; // Its asker has given up.
        }
        try {
          answer.complete(question.get());
        } catch (RuntimeException e) {
          answer.completeExceptionally(e);
        }
      });
    } catch (RejectedExecutionException e) {
      questions.release();
      answer.completeExceptionally(e);
    }
    return answer;
  }

  /** Stops listening and ticking, and saves the weights in force. */
  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
    worker.close();
    archivist.close();
  }
}
