package io.adaptivelb.control;

import io.adaptivelb.allocation.LoadAllocation;
import io.adaptivelb.capacity.Estimated.Basis;
import io.adaptivelb.capacity.Estimated.Estimate;
import io.adaptivelb.capacity.Estimated.Unknown;
import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.capacity.QueueingCurve;
import io.adaptivelb.scoring.Score;
import io.adaptivelb.scoring.Score.Scored;
import io.adaptivelb.scoring.Score.Unscored;
import io.adaptivelb.scoring.ScoreSettings;
import io.adaptivelb.scoring.Scorer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Scores the members of a cluster for the load that their weights are about to bring them. */
final class Scoring {
  private final Scorer scorer;
  private final LoadAllocation allocation;

  Scoring(ScoreSettings settings, LoadAllocation allocation) {
    this.scorer = new Scorer(settings);
    this.allocation = allocation;
  }

  /** Scores every member for what the model in force expects. */
  void score(Collection<EndpointState> members, double planned, Instant now, Duration staleAfter) {
    List<Score> scores = scores(members, planned, now, staleAfter, member -> member.forecast);
    int i = 0;
    for (EndpointState member : members) {
      member.score = scores.get(i++);
    }
  }

  /** The scores for what somebody expects, in the members' order; changes nothing. */
  List<Score> scores(
      Collection<EndpointState> members,
      double planned,
      Instant now,
      Duration staleAfter,
      Function<EndpointState, Forecast> expected) {
    double total = members.stream().mapToDouble(m -> m.base).sum();
    double errorRatio =
        Medians.median(members, m -> m.errors.errors() / Math.max(1, m.errors.requests()));
    double clusterP95 =
        Medians.median(members, m -> expectedP95(m, expected.apply(m), planned * m.base / total));
    List<Score> scores = new ArrayList<>(members.size());
    for (EndpointState member : members) {
      Duration age = Duration.between(member.lastSeen, now);
      if (member.estimated instanceof Unknown(String reason)) {
        scores.add(new Unscored(reason));
      } else if (age.compareTo(staleAfter) >= 0) {
        scores.add(new Unscored("no telemetry for %d s".formatted(age.toSeconds())));
      } else if (member.estimated instanceof Estimate estimate) {
        double rate = planned * member.base / total;
        Forecast forecast = expected.apply(member);
        Scored scored = scorer.score(
            member.errors.errors(),
            member.errors.requests(),
            errorRatio,
            member.healthy,
            loadRatio(forecast.applyTo(estimate), rate),
            expectedP95(member, forecast, rate),
            clusterP95);
        scores.add(new Scored(
            scored.health() * (1 - forecast.failure()), scored.load(), scored.performance()));
      }
    }
    return scores;
  }

  private double loadRatio(Estimate estimate, double rate) {
    return estimate.basis() == Basis.LATENCY
        ? estimate.stretch() - 1
        : rate / estimate.capacity() / allocation.knee(estimate);
  }

  /** The observed p95, moved along the queueing curve to the rate that is about to come, and to what is expected then. */
  private static double expectedP95(EndpointState member, Forecast forecast, double rate) {
    if (!(member.estimated instanceof Estimate now)
        || now.basis() == Basis.LATENCY
        || member.last == null) {
      return member.p95;
    }
    Estimate then = forecast.applyTo(now);
    return member.p95 * sojourn(then, rate) / sojourn(now, member.last.requestsPerSecond());
  }

  private static double sojourn(Estimate estimate, double rate) {
    double service = estimate.cores() / estimate.capacity();
    return QueueingCurve.sojournSeconds(service, estimate.cores(), rate);
  }
}
