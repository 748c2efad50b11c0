package io.adaptivelb.control;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.explanation.Explanation.Contribution;
import io.adaptivelb.explanation.Explanation.Kind;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.scoring.Score;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the signals of one cluster into weight snapshots. The one entrance to the heart: server, simulator and replay
 * call the same five methods and only bring the clock.
 *
 * <p>Call {@link #accept} with every signal, {@link #react} every 250 ms (and at once after a {@link
 * io.adaptivelb.telemetry.HealthTransition} or {@link Membership}), {@link #tick} every 5 s. Not thread-safe: confine it.
 */
public final class ControlLoop {
  private final ClusterId cluster;
  private final ControlSettings settings;
  private @Nullable Membership membership;
  private @Nullable WeightSnapshot current;

  /** A loop for one cluster. */
  public ControlLoop(ClusterId cluster, ControlSettings settings) {
    this.settings = settings;
    this.cluster = cluster;
  }

  /** Goes on from the last snapshot of an earlier life. Call before anything else. */
  public void restore(WeightSnapshot last) {
    current = last;
  }

  /**
   * Takes note of a signal.
   *
   * @throws IllegalArgumentException when it speaks of another cluster
   */
  public void accept(Signal signal) {
    if (!signal.cluster().equals(cluster)) {
      throw new IllegalArgumentException(
          "signal of cluster %s in the loop of %s".formatted(signal.cluster(), cluster));
    }
    if (signal instanceof Membership all) {
      membership = all;
    }
  }

  /** The fast path: a new snapshot when something must change before the next tick. */
  public Optional<WeightSnapshot> react(Instant now) {
    return Optional.empty();
  }

  /** The slow path: scores and allocates. Empty while no member is known. */
  public Optional<WeightSnapshot> tick(Instant now) {
    if (membership != null && !membership.endpoints().isEmpty()) {
      current =
          equal(now, membership, current == null ? now.toEpochMilli() : current.version() + 1);
    }
    return Optional.ofNullable(current);
  }

  /** Replaces the overrides in force (expired ones end by themselves) and publishes what follows from it. */
  public Optional<WeightSnapshot> override(List<WeightOverride> all, Instant now) {
    return tick(now);
  }

  /** What {@link #override} would publish; changes nothing. */
  public Optional<WeightSnapshot> preview(List<WeightOverride> all, Instant now) {
    return Optional.ofNullable(current);
  }

  /** The settings that it runs with. */
  public ControlSettings settings() {
    return settings;
  }

  /** The last snapshot, if there is one. */
  public Optional<WeightSnapshot> current() {
    return Optional.ofNullable(current);
  }

  /**
   * Why an endpoint has its weight.
   *
   * @throws NoSuchElementException when it is not a member of the current snapshot
   */
  public Explanation explain(EndpointId endpoint) {
    EndpointWeight line = current()
        .flatMap(snapshot -> snapshot.find(endpoint))
        .orElseThrow(() -> new NoSuchElementException(
            "cluster %s has no endpoint %s".formatted(cluster, endpoint)));
    WeightSnapshot snapshot = current().orElseThrow();
    return new Explanation(
        cluster,
        endpoint,
        snapshot.time(),
        snapshot.version(),
        line.weight(),
        line.status(),
        snapshot.rung(),
        line.score(),
        List.of(new Contribution(Kind.FAIR_SHARE, "fair_share", "equal weights", line.weight())),
        List.of());
  }

  private WeightSnapshot equal(Instant now, Membership members, long version) {
    List<EndpointWeight> lines = members.endpoints().stream()
        .map(endpoint -> new EndpointWeight(
            endpoint,
            WeightSnapshot.FAIR_SHARE,
            HealthStatus.HEALTHY,
            new Score.Unscored("no estimate yet"),
            Set.of(),
            Optional.empty()))
        .sorted((a, b) -> a.id().compareTo(b.id()))
        .toList();
    return new WeightSnapshot(cluster, version, now, Rung.EQUAL, lines);
  }
}
