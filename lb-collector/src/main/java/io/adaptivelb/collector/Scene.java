package io.adaptivelb.collector;

import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.domain.ClusterId;
import java.util.random.RandomGenerator;

/** What every part of one cluster works with. */
record Scene(
    ClusterSettings settings,
    ClusterId cluster,
    Outbox outbox,
    CollectorEvents events,
    Timeline timeline,
    RandomGenerator random) {
  TargetLog log(Source source, String target) {
    return new TargetLog(cluster, source, target, events);
  }
}
