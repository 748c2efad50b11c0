package io.adaptivelb.overrides;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.overrides.Action.Boost;
import io.adaptivelb.overrides.Action.Cap;
import io.adaptivelb.overrides.Action.Drain;
import io.adaptivelb.overrides.Action.Floor;
import io.adaptivelb.overrides.Action.Freeze;
import io.adaptivelb.overrides.Action.Pin;
import io.adaptivelb.weights.EndpointWeight;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All overrides that somebody gave, and what they make of a weight. Immutable.
 *
 * <p>For each kind of action the narrowest scope wins, then the latest; a pin and a freeze are one kind.
 */
public final class OverrideSet {
  private static final Comparator<WeightOverride> STRONGEST_FIRST = Comparator.comparingInt(
          (WeightOverride o) -> breadth(o.scope()))
      .thenComparing(WeightOverride::created, Comparator.reverseOrder())
      .thenComparing(WeightOverride::id);

  /** Nobody said anything. */
  public static final OverrideSet NONE = new OverrideSet(List.of());

  private final List<WeightOverride> strongestFirst;

  /** A set; expired overrides in it do nothing. */
  public OverrideSet(List<WeightOverride> overrides) {
    strongestFirst = overrides.stream().sorted(STRONGEST_FIRST).toList();
  }

  /** All of them, those that win first. */
  public List<WeightOverride> all() {
    return strongestFirst;
  }

  /** Whether there is none at all. */
  public boolean isEmpty() {
    return strongestFirst.isEmpty();
  }

  /**
   * What becomes of a weight.
   *
   * @param weight the brain's
   * @param frozen the weight that a freeze holds, by the freeze's id, if it is known
   */
  public Outcome apply(
      ClusterId cluster,
      EndpointId endpoint,
      Instant now,
      int weight,
      Function<String, OptionalInt> frozen) {
    long result = weight;
    boolean drained = false;
    Optional<String> winner = Optional.empty();
    List<WeightOverride> covering = strongestFirst.stream()
        .filter(o -> o.activeAt(now) && o.scope().covers(cluster, endpoint))
        .toList();
    Optional<WeightOverride> base = first(covering, a -> a instanceof Pin || a instanceof Freeze);
    if (base.isPresent()) {
      OptionalInt replaced = base.get().action() instanceof Pin pin
          ? OptionalInt.of(pin.weight())
          : frozen.apply(base.get().id());
      result = replaced.orElse(weight);
      winner = base.map(WeightOverride::id);
    }
    Optional<WeightOverride> boost = first(covering, Boost.class::isInstance);
    if (boost.isPresent() && boost.get().action() instanceof Boost(double factor)) {
      result = Math.round(result * factor);
      winner = boost.map(WeightOverride::id);
    }
    Optional<WeightOverride> floor = first(covering, Floor.class::isInstance);
    if (floor.isPresent() && floor.get().action() instanceof Floor(int least) && least > result) {
      result = least;
      winner = floor.map(WeightOverride::id);
    }
    Optional<WeightOverride> cap = first(covering, Cap.class::isInstance);
    if (cap.isPresent() && cap.get().action() instanceof Cap(int most) && most < result) {
      result = most;
      winner = cap.map(WeightOverride::id);
    }
    Optional<WeightOverride> drain = first(covering, Drain.class::isInstance);
    if (drain.isPresent()) {
      drained = true;
      winner = drain.map(WeightOverride::id);
    }
    int bounded =
        (int) Math.clamp(result, EndpointWeight.MIN_WEIGHT, (long) EndpointWeight.MAX_WEIGHT);
    return new Outcome(bounded, drained, winner);
  }

  private static Optional<WeightOverride> first(
      List<WeightOverride> covering, Predicate<Action> kind) {
    return covering.stream().filter(o -> kind.test(o.action())).findFirst();
  }

  private static int breadth(Scope scope) {
    return switch (scope) {
      case Scope.OfEndpoint e -> 0;
      case Scope.OfCluster c -> 1;
      case Scope.Everything e -> 2;
    };
  }

  /**
   * What an endpoint ends up with.
   *
   * @param weight 1…10 000
   * @param drained whether it takes no new requests
   * @param winner the id of the override that decided, if any
   */
  public record Outcome(int weight, boolean drained, Optional<String> winner) {}
}
