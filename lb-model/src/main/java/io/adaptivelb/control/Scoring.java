package io.adaptivelb.control;

import io.adaptivelb.allocation.LoadAllocation;
import io.adaptivelb.allocation.Stage;
import io.adaptivelb.capacity.Estimated.Basis;
import io.adaptivelb.capacity.Estimated.Estimate;
import io.adaptivelb.capacity.Estimated.Unknown;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.capacity.Outlook;
import io.adaptivelb.capacity.QueueingCurve;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.scoring.Score.Source;
import io.adaptivelb.scoring.Score.Unscored;
import io.adaptivelb.scoring.ScoreSettings;
import io.adaptivelb.scoring.Scorer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Scores the members of a cluster for the load that their weights are about to bring them. */
final class Scoring {
  private final Scorer scorer;
  private final LoadAllocation allocation;
  private final Estimator estimator;

  Scoring(ScoreSettings settings, LoadAllocation allocation, Estimator estimator) {
    this.scorer = new Scorer(settings);
    this.allocation = allocation;
    this.estimator = estimator;
  }

  void score(Collection<EndpointState> members, double planned, Instant now, Duration staleAfter) {
    double total = members.stream().mapToDouble(Scoring::ratio).sum();
    double errorRatio =
        Medians.median(members, m -> m.errors.errors() / Math.max(1, m.errors.requests()));
    Map<EndpointId, Double> rates = new HashMap<>(members.size() * 2);
    members.forEach(m -> rates.put(m.endpoint.id(), planned * ratio(m) / total));
    Map<EndpointId, Outlook> outlooks = estimator.outlooks(rates);
    Map<EndpointId, Double> latencies = new HashMap<>(members.size() * 2);
    for (EndpointState member : members) {
      EndpointId id = member.endpoint.id();
      double moved = movedP95(member, Objects.requireNonNull(rates.get(id)));
      latencies.put(id, outlooks.getOrDefault(id, Outlook.NONE).join(moved));
    }
    double clusterP95 =
        Medians.median(members, m -> Objects.requireNonNull(latencies.get(m.endpoint.id())));
    for (EndpointState member : members) {
      EndpointId id = member.endpoint.id();
      Duration age = Duration.between(member.lastSeen, now);
      if (member.estimated instanceof Unknown(String reason)) {
        member.score = new Unscored(reason);
      } else if (age.compareTo(staleAfter) >= 0) {
        member.score = new Unscored("no telemetry for %d s".formatted(age.toSeconds()));
      } else if (member.estimated instanceof Estimate estimate) {
        Outlook outlook = outlooks.getOrDefault(id, Outlook.NONE);
        boolean foretold = !outlook.equals(Outlook.NONE) || !member.forecast.equals(Forecast.NONE);
        member.score = scorer.score(
            member.errors.errors(),
            member.errors.requests(),
            errorRatio,
            member.healthy,
            outlook.failure(),
            loadRatio(
                foretold ? member.forecast.applyTo(estimate) : estimate,
                Objects.requireNonNull(rates.get(id))),
            Objects.requireNonNull(latencies.get(id)),
            clusterP95,
            foretold ? Source.MODEL : Source.ANALYTIC);
      }
    }
  }

  /** The weight that the load is shared out by: the one that the next tick starts from, and what the forecast makes of it. */
  private static double ratio(EndpointState member) {
    return member.base
        * member.staircase.after(Stage.FORECAST)
        / member.staircase.after(Stage.DEAD_BAND);
  }

  private double loadRatio(Estimate estimate, double rate) {
    return estimate.basis() == Basis.LATENCY
        ? estimate.stretch() - 1
        : rate / estimate.capacity() / allocation.knee(estimate);
  }

  /** The observed p95, moved along the queueing curve to the rate that is about to come. */
  private static double movedP95(EndpointState member, double rate) {
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
