package io.adaptivelb.control;

import io.adaptivelb.capacity.AnalyticEstimator;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.overrides.OverrideSet;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.telemetry.FastReading;
import io.adaptivelb.telemetry.HealthTransition;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.telemetry.TelemetrySample;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns the signals of one cluster into weight snapshots. The one entrance to the heart: server, simulator and replay
 * call the same five methods and only bring the clock.
 *
 * <p>Call {@link #accept} with every signal, {@link #react} every 250 ms (and at once after a {@link HealthTransition} or
 * {@link Membership}), {@link #tick} every {@link ControlSettings#tick()}. Not thread-safe: confine it.
 *
 * <p>Two time-scales. The slow path estimates what each endpoint can do, allocates the load that is about to come, and walks
 * the weights down a staircase of rails ({@link io.adaptivelb.allocation.Stage}). The fast path ejects on error bursts,
 * cuts endpoints on which requests pile up, and passes on health checks; the next tick decides how an endpoint comes back.
 * Whatever is missing, late or contradictory pulls weights towards the fair share, and no cluster is ever left without
 * endpoints.
 */
public final class ControlLoop {
  private final ClusterId cluster;
  private final ControlSettings settings;
  private final Estimator estimator;
  private final Outages outages;
  private final SlowPath slowPath;
  private final FastPath fastPath;
  private final Publication publication;
  private final TreeMap<EndpointId, EndpointState> members = new TreeMap<>();
  private OverrideSet overrides = OverrideSet.NONE;
  private Rung rung = Rung.EQUAL;
  private @Nullable WeightSnapshot restored;
  private boolean changed;

  /** A loop for one cluster on the analytic rung. */
  public ControlLoop(ClusterId cluster, ControlSettings settings) {
    this(cluster, settings, new AnalyticEstimator(settings.estimation()));
  }

  /** A loop for one cluster on the rung of the given estimator. */
  public ControlLoop(ClusterId cluster, ControlSettings settings, Estimator estimator) {
    this.cluster = cluster;
    this.settings = settings;
    this.estimator = estimator;
    this.outages = new Outages(settings.ejection());
    this.slowPath = new SlowPath(cluster, settings, estimator, outages);
    this.fastPath = new FastPath(settings.fastPath(), outages);
    this.publication = new Publication(cluster, settings.allocation());
  }

  /** Goes on from the last snapshot of an earlier life, which is in force at once. Call before anything else. */
  public void restore(WeightSnapshot last) {
    publication.restore(last);
    restored = last;
    if (last.rung() != Rung.EQUAL) {
      rung = Rung.LAST_GOOD;
      slowPath.restored();
    }
  }

  /**
   * Takes note of a signal. One that speaks of an endpoint that is no member is left out.
   *
   * @throws IllegalArgumentException when it speaks of another cluster
   */
  public void accept(Signal signal) {
    if (!signal.cluster().equals(cluster)) {
      throw new IllegalArgumentException(
          "signal of cluster %s in the loop of %s".formatted(signal.cluster(), cluster));
    }
    switch (signal) {
      case Membership membership -> accept(membership);
      case TelemetrySample sample -> {
        EndpointState member = members.get(sample.endpoint());
        if (member != null) {
          member.accept(sample);
        }
      }
      case FastReading reading -> {
        EndpointState member = members.get(reading.endpoint());
        if (member != null) {
          member.bins.add(reading);
        }
      }
      case HealthTransition transition -> accept(transition);
    }
  }

  /** The fast path: a new snapshot when something must change before the next tick. */
  public Optional<WeightSnapshot> react(Instant now) {
    if (members.isEmpty()) {
      return Optional.empty();
    }
    boolean acted = fastPath.run(members.values(), slowPath.damping(), now);
    if (!acted && !changed) {
      return Optional.empty();
    }
    return Optional.of(publish(now, true));
  }

  /** The slow path: scores and allocates. Empty while no member is known and nothing was restored. */
  public Optional<WeightSnapshot> tick(Instant now) {
    if (members.isEmpty()) {
      return current();
    }
    rung = slowPath.run(members, now);
    return Optional.of(publish(now, changed));
  }

  /** Replaces the overrides in force (expired ones end by themselves at the next tick) and publishes what follows. */
  public Optional<WeightSnapshot> override(List<WeightOverride> all, Instant now) {
    overrides = new OverrideSet(all);
    publication.freeze(overrides);
    return members.isEmpty() ? current() : Optional.of(publish(now, true));
  }

  /** What {@link #override} would publish, with the version that is in force; changes nothing. */
  public Optional<WeightSnapshot> preview(List<WeightOverride> all, Instant now) {
    WeightSnapshot published = publication.published();
    if (members.isEmpty() || published == null) {
      return current();
    }
    List<EndpointWeight> lines = publication.lines(members.values(), new OverrideSet(all), now);
    return Optional.of(new WeightSnapshot(cluster, published.version(), now, rung, lines));
  }

  /** The settings that it runs with. */
  public ControlSettings settings() {
    return settings;
  }

  /** How stable the loop is, as of the last tick. */
  public LoopStability stability() {
    return slowPath.stability();
  }

  /** The last snapshot, if there is one. */
  public Optional<WeightSnapshot> current() {
    return Optional.ofNullable(publication.published());
  }

  /**
   * Why an endpoint has its weight.
   *
   * @throws NoSuchElementException when it is not a member of the current snapshot
   */
  public Explanation explain(EndpointId endpoint) {
    EndpointState member = members.get(endpoint);
    WeightSnapshot snapshot = publication.published();
    if (member == null || snapshot == null) {
      throw new NoSuchElementException(
          "cluster %s has no endpoint %s".formatted(cluster, endpoint));
    }
    return new Explainer(settings, stability(), estimator)
        .explain(snapshot, member, members.values());
  }

  private WeightSnapshot publish(Instant now, boolean urgent) {
    changed = false;
    return publication.publish(members.values(), overrides, rung, now, urgent);
  }

  /** A membership without endpoints is taken for a failure of discovery: the last one stands. */
  private void accept(Membership membership) {
    if (membership.endpoints().isEmpty()) {
      return;
    }
    boolean first = members.isEmpty();
    Set<EndpointId> listed = new HashSet<>();
    for (Endpoint endpoint : membership.endpoints()) {
      listed.add(endpoint.id());
      EndpointState member = members.get(endpoint.id());
      if (member == null) {
        members.put(endpoint.id(), join(endpoint, membership.time(), first));
        changed = true;
      } else if (!member.endpoint.equals(endpoint)) {
        member.endpoint = endpoint;
        changed = true;
      }
    }
    if (members.keySet().retainAll(listed)) {
      outages.release(members.values(), membership.time());
      changed = true;
    }
    outages.judgeHealth(members.values());
  }

  private EndpointState join(Endpoint endpoint, Instant now, boolean first) {
    EndpointState member = new EndpointState(endpoint, now, settings);
    Optional<EndpointWeight> before =
        Optional.ofNullable(restored).flatMap(snapshot -> snapshot.find(endpoint.id()));
    if (before.isPresent()) {
      member.resume(before.get(), settings.allocation());
      member.healthy = before.get().status() != HealthStatus.UNHEALTHY;
    } else if (!first || restored != null) {
      member.startRamp(now, settings.allocation());
    }
    return member;
  }

  private void accept(HealthTransition transition) {
    EndpointState member = members.get(transition.endpoint());
    if (member == null || member.healthy == transition.healthy()) {
      return;
    }
    member.healthy = transition.healthy();
    member.healthReason = transition.reason();
    member.spared = false;
    if (member.healthy) {
      member.bins.clear();
      member.errors.forgive();
      member.startRamp(transition.time(), settings.allocation());
    }
    outages.judgeHealth(members.values());
    changed = true;
  }
}
