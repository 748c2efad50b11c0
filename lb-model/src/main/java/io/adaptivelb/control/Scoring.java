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
import io.adaptivelb.scoring.Score;
import io.adaptivelb.scoring.Score.Source;
import io.adaptivelb.scoring.Score.Unscored;
import io.adaptivelb.scoring.ScoreSettings;
import io.adaptivelb.scoring.Scorer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

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

  /** Scores every member for what the model in force expects. */
  void score(Collection<EndpointState> members, double planned, Instant now, Duration staleAfter) {
    Map<EndpointId, Double> rates = rates(members, planned);
    Expected expected = new Expected(rates, estimator.outlooks(rates), member -> member.forecast);
    List<Score> scores = scores(members, now, staleAfter, expected);
    int i = 0;
    for (EndpointState member : members) {
      member.score = scores.get(i++);
    }
  }

  /** The scores for what the second opinion expects, in the members' order; changes nothing. */
  List<Score> scoresOfOther(
      Collection<EndpointState> members, double planned, Instant now, Duration staleAfter) {
    Map<EndpointId, Outlook> outlooks = new HashMap<>(members.size() * 2);
    members.forEach(
        m -> outlooks.put(m.endpoint.id(), new Outlook(Double.NaN, 0, m.otherForecast.failure())));
    Expected expected =
        new Expected(rates(members, planned), outlooks, member -> member.otherForecast);
    return scores(members, now, staleAfter, expected);
  }

  /** What somebody expects of endpoints that are about to get these loads. */
  private record Expected(
      Map<EndpointId, Double> rates,
      Map<EndpointId, Outlook> outlooks,
      Function<EndpointState, Forecast> forecast) {
    double rate(EndpointState member) {
      return Objects.requireNonNull(rates.get(member.endpoint.id()));
    }

    Outlook outlook(EndpointState member) {
      return outlooks.getOrDefault(member.endpoint.id(), Outlook.NONE);
    }

    double latency(EndpointState member) {
      return outlook(member).join(movedP95(member, rate(member)));
    }
  }

  private static Map<EndpointId, Double> rates(Collection<EndpointState> members, double planned) {
    double total = members.stream().mapToDouble(Scoring::ratio).sum();
    Map<EndpointId, Double> rates = new HashMap<>(members.size() * 2);
    members.forEach(m -> rates.put(m.endpoint.id(), planned * ratio(m) / total));
    return rates;
  }

  private List<Score> scores(
      Collection<EndpointState> members, Instant now, Duration staleAfter, Expected expected) {
    double errorRatio =
        Medians.median(members, m -> m.errors.errors() / Math.max(1, m.errors.requests()));
    double clusterP95 = Medians.median(members, expected::latency);
    List<Score> scores = new ArrayList<>(members.size());
    for (EndpointState member : members) {
      Duration age = Duration.between(member.lastSeen, now);
      if (member.estimated instanceof Unknown(String reason)) {
        scores.add(new Unscored(reason));
      } else if (age.compareTo(staleAfter) >= 0) {
        scores.add(new Unscored("no telemetry for %d s".formatted(age.toSeconds())));
      } else if (member.estimated instanceof Estimate estimate) {
        Outlook outlook = expected.outlook(member);
        Forecast forecast = expected.forecast().apply(member);
        boolean foretold = !outlook.equals(Outlook.NONE) || !forecast.equals(Forecast.NONE);
        scores.add(scorer.score(
            member.errors.errors(),
            member.errors.requests(),
            errorRatio,
            member.healthy,
            outlook.failure(),
            loadRatio(foretold ? forecast.applyTo(estimate) : estimate, expected.rate(member)),
            expected.latency(member),
            clusterP95,
            foretold ? Source.MODEL : Source.ANALYTIC));
      }
    }
    return scores;
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
