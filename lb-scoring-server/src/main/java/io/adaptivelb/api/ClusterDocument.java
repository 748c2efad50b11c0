package io.adaptivelb.api;

import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One cluster and the state of its weights.
 *
 * @param cluster its name
 * @param version of the snapshot in force
 * @param time when that was decided
 * @param lastTick when its weights were last looked at, whether they changed or not
 * @param rung where the weights come from
 * @param endpoints how many
 * @param statuses how many of them by health status
 * @param overridden how many of them have an override that won
 * @param rails how many of them by safety rail that binds
 * @param stability how stable its loop is; absent before the first tick
 */
public record ClusterDocument(
    String cluster,
    long version,
    Instant time,
    @Nullable Instant lastTick,
    Rung rung,
    int endpoints,
    Map<HealthStatus, Integer> statuses,
    int overridden,
    Map<String, Integer> rails,
    @Nullable StabilityDocument stability) {
  /** The document of a snapshot. */
  public static ClusterDocument of(
      WeightSnapshot snapshot, Optional<Instant> lastTick, Optional<StabilityDocument> stability) {
    Map<HealthStatus, Integer> statuses = new TreeMap<>();
    Map<String, Integer> rails = new TreeMap<>();
    int overridden = 0;
    for (EndpointWeight line : snapshot.endpoints()) {
      statuses.merge(line.status(), 1, Integer::sum);
      line.rails().forEach(rail -> rails.merge(rail.name(), 1, Integer::sum));
      overridden += line.overrideId().isPresent() ? 1 : 0;
    }
    return new ClusterDocument(
        snapshot.cluster().value(),
        snapshot.version(),
        snapshot.time(),
        lastTick.orElse(null),
        snapshot.rung(),
        snapshot.endpoints().size(),
        statuses,
        overridden,
        rails,
        stability.orElse(null));
  }
}
