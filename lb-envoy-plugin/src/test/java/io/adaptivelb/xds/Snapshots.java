package io.adaptivelb.xds;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.scoring.Score;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds snapshots: {@code Snapshots.of("a", 3).add("10.0.0.1:80", 700).build()}. */
public final class Snapshots {
  private final String cluster;
  private final long version;
  private final List<EndpointWeight> lines = new ArrayList<>();

  private Snapshots(String cluster, long version) {
    this.cluster = cluster;
    this.version = version;
  }

  public static Snapshots of(String cluster, long version) {
    return new Snapshots(cluster, version);
  }

  /** A snapshot with one endpoint. */
  public static WeightSnapshot single(String cluster, long version, int weight) {
    return of(cluster, version).add("10.0.0.1:80", weight).build();
  }

  public Snapshots add(String endpoint, int weight) {
    return add(endpoint, weight, HealthStatus.HEALTHY, Locality.UNKNOWN);
  }

  public Snapshots add(String endpoint, int weight, HealthStatus status, Locality locality) {
    lines.add(new EndpointWeight(
        new Endpoint(EndpointId.parse(endpoint), locality, Map.of()),
        weight,
        status,
        new Score.Unscored("test"),
        Set.of()));
    return this;
  }

  public WeightSnapshot build() {
    return new WeightSnapshot(new ClusterId(cluster), version, Instant.EPOCH, Rung.ANALYTIC, lines);
  }
}
