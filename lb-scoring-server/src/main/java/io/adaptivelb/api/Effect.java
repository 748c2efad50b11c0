package io.adaptivelb.api;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.WeightSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a change of the overrides does to the weights. Immutable.
 *
 * @param endpointsChanged how many endpoints get another weight or status
 * @param changes those endpoints, by cluster and endpoint; where there are more than {@value #MAX_LISTED}, the ones that
 *     change most
 */
public record Effect(int endpointsChanged, List<WeightChange> changes) {
  /** So many changes are listed at most: a record of the audit log must stay readable. */
  public static final int MAX_LISTED = 200;

  /** No change. */
  public static final Effect NONE = new Effect(0, List.of());

  /** Copies the list. */
  public Effect {
    changes = List.copyOf(changes);
  }

  /** The difference between two states of the weights; clusters that only one of them knows are left out. */
  public static Effect between(
      Map<ClusterId, WeightSnapshot> before, Map<ClusterId, WeightSnapshot> after) {
    List<WeightChange> changes = new ArrayList<>();
    before.forEach((cluster, old) -> {
      WeightSnapshot fresh = after.get(cluster);
      if (fresh != null) {
        collect(old, fresh, changes);
      }
    });
    int count = changes.size();
    changes.sort(Comparator.comparingInt(Effect::size).reversed());
    List<WeightChange> listed = new ArrayList<>(changes.subList(0, Math.min(count, MAX_LISTED)));
    listed.sort(Comparator.comparing(WeightChange::cluster).thenComparing(WeightChange::endpoint));
    return new Effect(count, listed);
  }

  private static void collect(WeightSnapshot old, WeightSnapshot fresh, List<WeightChange> into) {
    Map<?, EndpointWeight> byId = index(fresh);
    for (EndpointWeight a : old.endpoints()) {
      EndpointWeight b = byId.get(a.id());
      if (b != null && (a.weight() != b.weight() || a.status() != b.status())) {
        into.add(new WeightChange(
            old.cluster().value(),
            a.id().toString(),
            a.weight(),
            b.weight(),
            a.status(),
            b.status()));
      }
    }
  }

  private static Map<?, EndpointWeight> index(WeightSnapshot snapshot) {
    return snapshot.endpoints().stream()
        .collect(Collectors.toMap(EndpointWeight::id, line -> line));
  }

  /** A change of status outweighs every change of weight. */
  private static int size(WeightChange change) {
    return Math.abs(change.weightAfter() - change.weightBefore())
        + (change.statusBefore() == change.statusAfter() ? 0 : EndpointWeight.MAX_WEIGHT);
  }
}
