package io.adaptivelb.loop;

import io.adaptivelb.control.LoopStability;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives every endpoint one more than the number of overrides, a new version at every pass, and throws on demand. */
final class FakeHeart implements ClusterControl {
  final List<String> calls = new ArrayList<>();
  final List<Signal> signals = new ArrayList<>();
  boolean broken;

  @Nullable
  WeightSnapshot restored;

  private final ClusterId cluster;
  private List<WeightOverride> overrides = List.of();
  private @Nullable WeightSnapshot current;
  private @Nullable Membership members;

  FakeHeart(ClusterId cluster) {
    this.cluster = cluster;
  }

  @Override
  public void restore(WeightSnapshot last) {
    restored = last;
    current = last;
  }

  @Override
  public void accept(Signal signal) {
    if (broken) {
      throw new IllegalStateException("cannot accept");
    }
    signals.add(signal);
    if (signal instanceof Membership all) {
      members = all;
    }
  }

  @Override
  public Optional<WeightSnapshot> react(Instant now) {
    calls.add("react");
    return Optional.empty();
  }

  @Override
  public Optional<WeightSnapshot> tick(Instant now) {
    calls.add("tick");
    return next(now);
  }

  @Override
  public Optional<WeightSnapshot> override(List<WeightOverride> all, Instant now) {
    calls.add("override");
    overrides = all;
    return next(now);
  }

  @Override
  public Optional<WeightSnapshot> preview(List<WeightOverride> all, Instant now) {
    return Optional.ofNullable(members).map(m -> Snapshots.of(m, 0, now, all.size() + 1));
  }

  @Override
  public Explanation explain(EndpointId endpoint) {
    throw new NoSuchElementException("nothing to explain of " + endpoint);
  }

  @Override
  public LoopStability stability() {
    return new LoopStability(0.3, 0.5, 4, 1, 0.9, 3);
  }

  private Optional<WeightSnapshot> next(Instant now) {
    if (broken) {
      throw new IllegalStateException("broken heart of " + cluster);
    }
    if (members == null) {
      return Optional.ofNullable(current);
    }
    long version = current == null ? now.toEpochMilli() : current.version() + 1;
    WeightSnapshot plain = Snapshots.of(members, version, now, overrides.size() + 1);
    current = new WeightSnapshot(cluster, version, now, Rung.ANALYTIC, plain.endpoints());
    return Optional.of(current);
  }
}
