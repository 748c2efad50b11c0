package io.adaptivelb.control;

import io.adaptivelb.allocation.LoadAllocation;
import io.adaptivelb.capacity.Estimated.Basis;
import io.adaptivelb.capacity.Estimated.Estimate;
import io.adaptivelb.capacity.Estimated.Unknown;
import io.adaptivelb.capacity.QueueingCurve;
import io.adaptivelb.scoring.Score.Unscored;
import io.adaptivelb.scoring.ScoreSettings;
import io.adaptivelb.scoring.Scorer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** Scores the members of a cluster for the load that their weights are about to bring them. */
final class Scoring {
  private final Scorer scorer;
  private final LoadAllocation allocation;

  Scoring(ScoreSettings settings, LoadAllocation allocation) {
    this.scorer = new Scorer(settings);
    this.allocation = allocation;
  }

  void score(Collection<EndpointState> members, double planned, Instant now, Duration staleAfter) {
    double total = members.stream().mapToDouble(m -> m.base).sum();
    double errorRatio =
        Medians.median(members, m -> m.errors.errors() / Math.max(1, m.errors.requests()));
    double clusterP95 = Medians.median(members, m -> expectedP95(m, planned * m.base / total));
    for (EndpointState member : members) {
      Duration age = Duration.between(member.lastSeen, now);
      if (member.estimated instanceof Unknown(String reason)) {
        member.score = new Unscored(reason);
      } else if (age.compareTo(staleAfter) >= 0) {
        member.score = new Unscored("no telemetry for %d s".formatted(age.toSeconds()));
      } else if (member.estimated instanceof Estimate estimate) {
        double rate = planned * member.base / total;
        member.score = scorer.score(
            member.errors.errors(),
            member.errors.requests(),
            errorRatio,
            member.healthy,
            loadRatio(estimate, rate),
            expectedP95(member, rate),
            clusterP95);
      }
    }
  }

  private double loadRatio(Estimate estimate, double rate) {
    return estimate.basis() == Basis.LATENCY
        ? estimate.stretch() - 1
        : rate / estimate.capacity() / allocation.knee(estimate);
  }

  /** The observed p95, moved along the queueing curve to the rate that is about to come. */
  private static double expectedP95(EndpointState member, double rate) {
    if (!(member.estimated instanceof Estimate estimate)
        || estimate.basis() == Basis.LATENCY
        || member.last == null) {
      return member.p95;
    }
    double service = estimate.cores() / estimate.capacity();
    double observedRate = member.last.requestsPerSecond();
    return member.p95
        * QueueingCurve.sojournSeconds(service, estimate.cores(), rate)
        / QueueingCurve.sojournSeconds(service, estimate.cores(), observedRate);
  }
}
