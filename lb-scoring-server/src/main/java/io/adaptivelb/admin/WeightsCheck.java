package io.adaptivelb.admin;

import com.codahale.metrics.health.HealthCheck;
import io.adaptivelb.domain.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeSet;

/** Whether every cluster has weights and they were looked at lately. */
final class WeightsCheck extends HealthCheck {
  static final String NAME = "weights";
  private static final int MISSED_TICKS = 6;

  private final ControlPlane plane;
  private final InstantSource clock;

  WeightsCheck(ControlPlane plane, InstantSource clock) {
    this.plane = plane;
    this.clock = clock;
  }

  @Override
  protected Result check() {
    Map<ClusterId, ?> snapshots = plane.snapshots();
    if (snapshots.isEmpty()) {
      return Result.unhealthy("no cluster has weights yet");
    }
    ControlPlane.Pulse pulse = plane.pulse();
    Duration allowed = pulse.period().multipliedBy(MISSED_TICKS);
    Instant now = clock.instant();
    for (ClusterId cluster : new TreeSet<>(snapshots.keySet())) {
      Instant last = pulse.ticks().getOrDefault(cluster, pulse.started());
      Duration age = Duration.between(last, now);
      if (age.compareTo(allowed) > 0) {
        return Result.unhealthy(
            "the weights of cluster %s were last looked at %d ms ago", cluster, age.toMillis());
      }
    }
    return Result.healthy("%d clusters have weights", snapshots.size());
  }
}
