package io.adaptivelb.control;

import io.adaptivelb.capacity.AnalyticEstimator;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.capacity.QueueingCurve;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.FastReading;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A cluster that follows its weights: a fluid model of endpoints whose telemetry is what the queueing curve says. Drives a
 * {@link ControlLoop} through virtual time.
 */
final class Fleet {
  static final ClusterId CLUSTER = new ClusterId("checkout");
  static final Duration TICK = Duration.ofSeconds(5);

  /** One endpoint's nature; change the fields to make something happen. */
  static final class Member {
    final EndpointId id;
    double cores = 4;
    double demandSeconds = 0.01;
    double speed = 1;
    double errorRatio;
    boolean silent;
    boolean reportsCpu = true;
    Instant startTime = Instant.parse("2026-01-01T00:00:00Z");

    Member(EndpointId id) {
      this.id = id;
    }
  }

  final ControlLoop loop;
  final Map<EndpointId, Member> members = new LinkedHashMap<>();
  double requestsPerSecond = 400;
  Instant now = Instant.parse("2026-01-01T01:00:00Z");

  Fleet(int size) {
    this(size, ControlSettings.DEFAULTS);
  }

  Fleet(int size, ControlSettings settings) {
    this(size, settings, new AnalyticEstimator(settings.estimation()));
  }

  Fleet(int size, ControlSettings settings, Estimator estimator) {
    loop = new ControlLoop(CLUSTER, settings, estimator);
    for (int i = 0; i < size; i++) {
      add(id(i));
    }
  }

  static EndpointId id(int i) {
    return new EndpointId("10.0.%d.%d".formatted(i / 250, i % 250 + 1), 80);
  }

  Member add(EndpointId id) {
    Member member = new Member(id);
    members.put(id, member);
    return member;
  }

  Member member(int i) {
    return Objects.requireNonNull(members.get(id(i)));
  }

  Membership membership() {
    List<Endpoint> endpoints = members.keySet().stream().map(Endpoint::of).toList();
    return new Membership(CLUSTER, now, endpoints);
  }

  /** Lives through one tick and returns what the loop publishes at its end. */
  WeightSnapshot tick() {
    loop.accept(membership());
    Map<EndpointId, Double> rates = rates();
    now = now.plus(TICK);
    members.values().stream()
        .filter(member -> !member.silent)
        .forEach(member -> loop.accept(sample(member, rates.getOrDefault(member.id, 0.0))));
    return loop.tick(now).orElseThrow();
  }

  WeightSnapshot ticks(int count) {
    WeightSnapshot last = tick();
    for (int i = 1; i < count; i++) {
      last = tick();
    }
    return last;
  }

  /** Lives through one bin of 250 ms; the given endpoint has so many requests in flight and so many errors. */
  Optional<WeightSnapshot> bin(Map<EndpointId, FastReading> special) {
    now = now.plusMillis(250);
    for (Member member : members.values()) {
      FastReading reading = special.get(member.id);
      loop.accept(reading == null ? calmReading(member.id) : reading);
    }
    return loop.react(now);
  }

  FastReading calmReading(EndpointId id) {
    return reading(id, 12, 12, 0, 0, 1);
  }

  /** A reading that will be stamped with the end of the next bin. */
  FastReading reading(
      EndpointId id, long started, long successes, long errors, long rejections, double inFlight) {
    return new FastReading(
        CLUSTER,
        id,
        now.plusMillis(250),
        started,
        new Outcomes(successes, errors, rejections, 0, 0),
        inFlight);
  }

  /** A reading with requests that timed out. */
  FastReading timeouts(
      EndpointId id, long started, long successes, long timeouts, double inFlight) {
    return new FastReading(
        CLUSTER,
        id,
        now.plusMillis(250),
        started,
        new Outcomes(successes, 0, 0, timeouts, 0),
        inFlight);
  }

  int weight(int i) {
    return line(i).weight();
  }

  EndpointWeight line(int i) {
    return loop.current().orElseThrow().find(id(i)).orElseThrow();
  }

  private Map<EndpointId, Double> rates() {
    Map<EndpointId, Double> rates = new LinkedHashMap<>();
    double total = 0;
    for (EndpointId id : members.keySet()) {
      double weight = loop.current()
          .flatMap(snapshot -> snapshot.find(id))
          .map(line -> line.status() == HealthStatus.HEALTHY ? (double) line.weight() : 0)
          .orElse((double) WeightSnapshot.FAIR_SHARE);
      rates.put(id, weight);
      total += weight;
    }
    double sum = total;
    rates.replaceAll((id, weight) -> sum == 0 ? 0 : requestsPerSecond * weight / sum);
    return rates;
  }

  TelemetrySample sample(Member member, double rate) {
    double served = Math.min(rate, member.cores * member.speed / member.demandSeconds);
    long requests = Math.round(served * TICK.toSeconds());
    long errors = Math.round(requests * member.errorRatio);
    long successes = requests - errors;
    double busy = successes * member.demandSeconds / TICK.toSeconds();
    double sojourn =
        QueueingCurve.sojournSeconds(member.demandSeconds / member.speed, member.cores, served);
    LatencyHistogram.Recorder latency = new LatencyHistogram.Recorder();
    // Half of the requests at 0.73 of the mean, as the median of a typical service is; the rest
    // above.
    for (long i = 0; i < successes; i++) {
      latency.record(sojourn * (2 * i < successes ? 0.73 : 1.27));
    }
    return new TelemetrySample(
        CLUSTER,
        member.id,
        new Observer(Observer.Kind.ENDPOINT, member.id.toString(), Locality.UNKNOWN),
        now,
        TICK,
        new Outcomes(successes, errors, 0, 0, 0),
        latency.drain(),
        rate * sojourn,
        new Resources(
            member.cores,
            member.reportsCpu ? Math.min(busy, member.cores) : Double.NaN,
            Double.NaN,
            Double.NaN),
        CircuitBreaker.UNKNOWN,
        member.startTime);
  }
}
