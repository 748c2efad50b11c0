package io.adaptivelb.control;

import io.adaptivelb.allocation.AllocationSettings;
import io.adaptivelb.allocation.Stage;
import io.adaptivelb.allocation.Staircase;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.ejection.ErrorWatch.State;
import io.adaptivelb.overrides.Action;
import io.adaptivelb.overrides.OverrideSet;
import io.adaptivelb.overrides.OverrideSet.Outcome;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rail;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Walks every weight down the last steps of its staircase, from what the brain wants to what proxies are told, and keeps
 * what was published. A version is a promise to proxies: it rises when, and only when, something changes for them.
 */
final class Publication {
  private final ClusterId cluster;
  private final AllocationSettings settings;

  /** By override id: the weights that were published when a freeze began. */
  private final Map<String, Map<EndpointId, Integer>> frozen = new HashMap<>();

  private @Nullable WeightSnapshot published;
  private Instant lastPush = Instant.MIN;

  Publication(ClusterId cluster, AllocationSettings settings) {
    this.cluster = cluster;
    this.settings = settings;
  }

  /** What proxies have, if anything. */
  @Nullable
  WeightSnapshot published() {
    return published;
  }

  void restore(WeightSnapshot last) {
    published = last;
  }

  /** Remembers the weights in force for every freeze that is new, and forgets those that are gone. */
  void freeze(OverrideSet overrides) {
    frozen
        .keySet()
        .removeIf(id -> overrides.all().stream().noneMatch(o -> o.id().equals(id)));
    overrides.all().stream()
        .filter(o -> o.action() instanceof Action.Freeze)
        .forEach(o -> frozen.computeIfAbsent(o.id(), id -> weightsInForce()));
  }

  /**
   * Publishes what the members' staircases say.
   *
   * @param urgent whether a change must not wait for the push interval
   */
  WeightSnapshot publish(
      Collection<EndpointState> members,
      OverrideSet overrides,
      Rung rung,
      Instant now,
      boolean urgent) {
    members.forEach(Publication::finishStaircase);
    boolean hold = !urgent && immaterial(members, now);
    members.forEach(member -> holdOrGo(member, hold));
    List<EndpointWeight> lines = lines(members, overrides, now);
    int i = 0;
    for (EndpointState member : members) {
      setOverride(member, lines.get(i++).weight());
    }
    WeightSnapshot candidate = new WeightSnapshot(cluster, 0, now, rung, lines);
    long version = published == null ? now.toEpochMilli() : published.version();
    if (published != null && !published.sameForProxies(candidate)) {
      version++;
      lastPush = now;
    }
    published = new WeightSnapshot(cluster, version, now, rung, candidate.endpoints());
    return published;
  }

  /** The lines that other overrides would give, from the staircases as they are; changes nothing that lasts. */
  List<EndpointWeight> lines(
      Collection<EndpointState> members, OverrideSet overrides, Instant now) {
    return members.stream().map(member -> line(member, overrides, now)).toList();
  }

  private static void finishStaircase(EndpointState member) {
    double ramped = member.staircase.after(Stage.FORECAST) * member.rampShare;
    set(member, Stage.SLOW_START, ramped, Rail.SLOW_START);
    double share = member.errors.weightShare();
    boolean ejected = member.errors.state() == State.EJECTED;
    set(member, Stage.EJECTION, ejected ? ramped * share : ramped, Rail.EJECTION);
    set(member, Stage.RETURN_RAMP, ramped * share, Rail.RETURN_RAMP);
    set(member, Stage.HOT_CUT, ramped * share * member.cut * member.drain, Rail.HOT_CUT);
    if (member.spared) {
      member.rails.add(Rail.PANIC);
    } else {
      member.rails.remove(Rail.PANIC);
    }
  }

  private static void set(EndpointState member, Stage stage, double ratio, Rail rail) {
    member.rails.remove(rail);
    SlowPath.set(member, stage, ratio, rail);
  }

  /** Whether nothing changes that is worth a push now. */
  private boolean immaterial(Collection<EndpointState> members, Instant now) {
    if (published == null || published.endpoints().size() != members.size()) {
      return false;
    }
    boolean soon = Duration.between(lastPush, now).compareTo(settings.minPushInterval()) < 0;
    double largest = 0;
    for (EndpointState member : members) {
      double before = member.publishedRatio;
      if (Double.isNaN(before)) {
        return false;
      }
      largest =
          Math.max(largest, Math.abs(Math.log(member.staircase.after(Stage.HOT_CUT) / before)));
    }
    return soon || largest < settings.minChange();
  }

  private static void holdOrGo(EndpointState member, boolean hold) {
    double wanted = member.staircase.after(Stage.HOT_CUT);
    double ratio = hold ? member.publishedRatio : wanted;
    set(member, Stage.MIN_PUSH_INTERVAL, ratio, Rail.MIN_PUSH_INTERVAL);
    member.publishedRatio = ratio;
  }

  private EndpointWeight line(EndpointState member, OverrideSet overrides, Instant now) {
    EndpointId id = member.endpoint.id();
    int weight = member.staircase.weightAfter(Stage.MIN_PUSH_INTERVAL);
    Outcome outcome =
        overrides.apply(cluster, id, now, weight, override -> frozenWeight(override, id));
    HealthStatus status = !member.healthy && !member.spared
        ? HealthStatus.UNHEALTHY
        : outcome.drained() ? HealthStatus.DRAINING : HealthStatus.HEALTHY;
    return new EndpointWeight(
        member.endpoint,
        outcome.weight(),
        weight,
        status,
        member.score,
        member.rails,
        outcome.winner());
  }

  /** A freeze that is only tried holds what is in force now. */
  private OptionalInt frozenWeight(String override, EndpointId id) {
    Map<EndpointId, Integer> weights = frozen.get(override);
    Integer weight = (weights == null ? weightsInForce() : weights).get(id);
    return weight == null ? OptionalInt.empty() : OptionalInt.of(weight);
  }

  private Map<EndpointId, Integer> weightsInForce() {
    Map<EndpointId, Integer> weights = new HashMap<>();
    if (published != null) {
      published.endpoints().forEach(line -> weights.put(line.id(), line.weight()));
    }
    return weights;
  }

  private static void setOverride(EndpointState member, int weight) {
    double ratio = member.staircase.after(Stage.MIN_PUSH_INTERVAL);
    member.staircase.set(
        Stage.OVERRIDE,
        Staircase.toWeight(ratio) == weight ? ratio : (double) weight / WeightSnapshot.FAIR_SHARE);
  }
}
