package io.adaptivelb.admin;

import io.adaptivelb.api.OverrideDocument;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.WeightSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What somebody who changes overrides should think about before. */
final class Warnings {
  /** Envoy's default {@code healthy_panic_threshold}. */
  private static final double PANIC_RATIO = 0.5;

  private Warnings() {}

  /** Overrides of the same scope and action, which the newer one wins over. */
  static List<String> shadowed(WeightOverride fresh, List<WeightOverride> active) {
    List<String> warnings = new ArrayList<>();
    for (WeightOverride old : active) {
      if (old.scope().equals(fresh.scope())
          && old.action().getClass().equals(fresh.action().getClass())) {
        warnings.add("%s of %s (%s) applies to the same; this one, the newer, wins over it"
            .formatted(old.id(), old.owner(), OverrideDocument.of(old).describe()));
      }
    }
    return warnings;
  }

  /** Clusters in which fewer endpoints are left than Envoy wants. */
  static List<String> panic(
      Map<ClusterId, WeightSnapshot> before, Map<ClusterId, WeightSnapshot> after) {
    List<String> warnings = new ArrayList<>();
    after.forEach((cluster, snapshot) -> {
      long healthy = healthy(snapshot);
      WeightSnapshot old = before.get(cluster);
      int all = snapshot.endpoints().size();
      if (healthy < PANIC_RATIO * all && (old == null || healthy < healthy(old))) {
        warnings.add(
            "%d of %d endpoints of %s would be left; below %.0f %% Envoy panics and uses all of them, drained ones too"
                .formatted(healthy, all, cluster, 100 * PANIC_RATIO));
      }
    });
    return warnings;
  }

  private static long healthy(WeightSnapshot snapshot) {
    return snapshot.endpoints().stream()
        .filter(line -> line.status() == HealthStatus.HEALTHY)
        .count();
  }
}
