package io.adaptivelb.loop;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.scoring.Score;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rail;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Snapshots to test with. */
public final class Snapshots {
  private Snapshots() {}

  /** All members with the same weight. */
  public static WeightSnapshot of(Membership members, long version, Instant now, int weight) {
    List<EndpointWeight> lines = members.endpoints().stream()
        .map(endpoint -> new EndpointWeight(
            endpoint, weight, HealthStatus.HEALTHY, new Score.Unscored("a test"), Set.of()))
        .toList();
    return new WeightSnapshot(members.cluster(), version, now, Rung.ANALYTIC, lines);
  }

  /** So many endpoints, with everything that a line can have. */
  public static WeightSnapshot rich(ClusterId cluster, long version, int endpoints) {
    List<EndpointWeight> lines = IntStream.range(0, endpoints)
        .mapToObj(i -> new EndpointWeight(
            new Endpoint(
                new EndpointId("10.0.%d.%d".formatted(i / 250, i % 250), 8080),
                new Locality("eu", "eu-" + i % 3, ""),
                Map.of()),
            1 + (i * 37) % 9_999,
            i % 10 == 0 ? 500 : 1 + (i * 37) % 9_999,
            status(i),
            i % 5 == 4
                ? new Score.Unscored("no telemetry since 35 s")
                : new Score.Scored(99.5, 61.25, 70 + i % 30),
            i % 4 == 0 ? Set.of(Rail.MAX_STEP_UP, Rail.SLOW_START) : Set.of(),
            i % 10 == 0 ? Optional.of("o-" + i) : Optional.empty()))
        .toList();
    return new WeightSnapshot(
        cluster, version, Instant.parse("2026-11-23T10:00:00.123456789Z"), Rung.ANALYTIC, lines);
  }

  private static HealthStatus status(int i) {
    return switch (i % 3) {
      case 0 -> HealthStatus.HEALTHY;
      case 1 -> HealthStatus.DRAINING;
      default -> HealthStatus.UNHEALTHY;
    };
  }
}
