package io.adaptivelb.loop;

import io.adaptivelb.control.LoopStability;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.loop.LoopMetrics.Phase;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.telemetry.HealthTransition;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cluster in the scoring loop: its heart, and what happens when the heart throws. Not thread-safe.
 *
 * <p>A pass that throws leaves the last weights in force as {@link Rung#LAST_GOOD}, and a new heart goes on from them: the
 * state of the old one cannot be trusted. A single signal that throws is skipped.
 */
final class ClusterScoring {
  private static final Logger log = LoggerFactory.getLogger(ClusterScoring.class);

  /** One pass may stumble over one signal; so many without a good tick in between mean more. */
  private static final int FAILURES_TO_REPORT = 3;

  private final ClusterId cluster;
  private final ClusterControl.Factory hearts;
  private final LoopMetrics metrics;
  private final Consumer<WeightSnapshot> publish;

  private ClusterControl heart;
  private @Nullable WeightSnapshot inForce;
  private volatile @Nullable Instant lastTick;
  private volatile @Nullable String failure;
  private volatile @Nullable LoopStability stability;
  private int failures;
  private @Nullable Membership members;
  private List<WeightOverride> overrides = List.of();
  /** Whether the heart does not know {@link #overrides} yet. */
  private boolean overridesDue;

  ClusterScoring(
      ClusterId cluster,
      ClusterControl.Factory hearts,
      List<WeightOverride> overrides,
      LoopMetrics metrics,
      Consumer<WeightSnapshot> publish) {
    this.cluster = cluster;
    this.hearts = hearts;
    this.metrics = metrics;
    this.publish = publish;
    this.overrides = overrides;
    overridesDue = !overrides.isEmpty();
    heart = hearts.of(cluster);
  }

  /** Goes on from the weights of an earlier life, under a version that is higher than any that it can have published. */
  void restore(WeightSnapshot last, Instant now) {
    // Versions start at the clock's milliseconds and rise more slowly than it, so the clock is
    // ahead of what was published but not saved before a crash.
    long version = Math.max(last.version() + 1, now.toEpochMilli());
    WeightSnapshot restored =
        new WeightSnapshot(cluster, version, last.time(), Rung.LAST_GOOD, last.endpoints());
    heart.restore(restored);
    put(restored);
  }

  /** Takes signals, and reacts at once to those that must not wait. */
  void accept(List<? extends Signal> signals, Instant now) {
    metrics.signals(cluster, signals);
    boolean urgent = false;
    for (Signal signal : signals) {
      try {
        heart.accept(signal);
        urgent |= signal instanceof HealthTransition || signal instanceof Membership;
        if (signal instanceof Membership all) {
          members = all;
        }
      } catch (RuntimeException e) {
        metrics.failed(cluster, Phase.ACCEPT);
        log.error("Cluster {} cannot take {}", cluster, signal, e);
      }
    }
    if (urgent) {
      react(now);
    }
  }

  void react(Instant now) {
    pass(Phase.REACT, now, () -> heart.react(now));
  }

  void tick(Instant now) {
    metrics.ticked(cluster);
    lastTick = now;
    if (overridesDue) {
      override(overrides, now);
    } else {
      pass(Phase.TICK, now, () -> {
        Optional<WeightSnapshot> next = heart.tick(now);
        LoopStability seen = heart.stability();
        stability = seen;
        metrics.stability(cluster, seen);
        return next;
      });
    }
  }

  /** How stable the loop was at the last good tick. May be asked from any thread. */
  @Nullable
  LoopStability stability() {
    return stability;
  }

  /** Why the heart fails, once it did so repeatedly without a good tick in between. May be asked from any thread. */
  @Nullable
  String failure() {
    return failure;
  }

  /** Replaces the overrides and publishes what follows. */
  void override(List<WeightOverride> all, Instant now) {
    overrides = all;
    overridesDue = !pass(Phase.OVERRIDE, now, () -> heart.override(all, now));
  }

  Optional<WeightSnapshot> inForce() {
    return Optional.ofNullable(inForce);
  }

  /** May be asked from any thread. */
  @Nullable
  Instant lastTick() {
    return lastTick;
  }

  Optional<WeightSnapshot> preview(List<WeightOverride> all, Instant now) {
    return heart.preview(all, now);
  }

  Explanation explain(EndpointId endpoint) {
    return heart.explain(endpoint);
  }

  private boolean pass(Phase phase, Instant now, Supplier<Optional<WeightSnapshot>> work) {
    try {
      work.get().ifPresent(this::put);
      if (phase == Phase.TICK) {
        failures = 0;
        failure = null;
      }
      return true;
    } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError e) {
      metrics.failed(cluster, phase);
      if (++failures >= FAILURES_TO_REPORT) {
        failure = "cluster %s: %s failed: %s".formatted(cluster, phase.tag(), e);
      }
      log.error("Cluster {}: {} failed; its last weights stay in force", cluster, phase.tag(), e);
      startOver(now);
      return false;
    }
  }

  private void startOver(Instant now) {
    try {
      ClusterControl fresh = hearts.of(cluster);
      WeightSnapshot last = inForce;
      if (last != null) {
        WeightSnapshot lastGood = last.rung() == Rung.LAST_GOOD
            ? last
            : new WeightSnapshot(
                cluster, last.version() + 1, now, Rung.LAST_GOOD, last.endpoints());
        fresh.restore(lastGood);
        put(lastGood);
      }
      if (members != null) {
        fresh.accept(members);
      }
      heart = fresh;
      overridesDue = !overrides.isEmpty();
    } catch (RuntimeException e) {
      log.error("Cluster {} cannot start over", cluster, e);
    }
  }

  /** With the version of before it tells proxies nothing new, but people the newest scores. */
  private void put(WeightSnapshot snapshot) {
    if (inForce == null || (snapshot.version() >= inForce.version() && !snapshot.equals(inForce))) {
      inForce = snapshot;
      publish.accept(snapshot);
    }
  }
}
