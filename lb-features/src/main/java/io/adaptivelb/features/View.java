package io.adaptivelb.features;

import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/** What one side of the wire (the endpoint, or all its proxies together) says of an endpoint in one tick. */
record View(
    Instant time,
    Duration interval,
    Outcomes outcomes,
    LatencyHistogram latency,
    double inFlight,
    Resources resources,
    CircuitBreaker circuitBreaker,
    Instant startTime) {
  /** Counts of intervals that differ by less are added as they are: jitter is not worth a rounding error. */
  private static final double JITTER = 1.25;

  /** Observers of one side: each one's samples follow one another, then all of them stand side by side. */
  static View ofSide(List<TelemetrySample> samples) {
    if (samples.size() == 1) {
      return of(samples.getFirst());
    }
    Map<String, Map<Instant, TelemetrySample>> byObserver = new TreeMap<>();
    for (TelemetrySample sample : samples) {
      byObserver
          .computeIfAbsent(sample.observer().name(), name -> new TreeMap<>())
          .putIfAbsent(sample.time(), sample);
    }
    List<View> views = new ArrayList<>(byObserver.size());
    for (Map<Instant, TelemetrySample> inOrder : byObserver.values()) {
      views.add(inOrder.values().stream().map(View::of).reduce(View::then).orElseThrow());
    }
    Duration longest =
        views.stream().map(View::interval).max(Duration::compareTo).orElseThrow();
    return views.stream()
        .map(view -> view.scaledTo(longest))
        .reduce(View::beside)
        .orElseThrow();
  }

  private static View of(TelemetrySample sample) {
    return new View(
        sample.time(),
        sample.interval(),
        sample.outcomes(),
        sample.latency(),
        sample.inFlight(),
        sample.resources(),
        sample.circuitBreaker(),
        sample.startTime());
  }

  /** This view, and what the same observer saw after it. */
  private View then(View next) {
    double share = (double) interval.toNanos() / (interval.toNanos() + next.interval.toNanos());
    return new View(
        next.time,
        interval.plus(next.interval),
        outcomes.plus(next.outcomes),
        latency.plus(next.latency),
        combine(next.inFlight, inFlight, (a, b) -> a),
        combine(resources, next.resources, (a, b) -> share * a + (1 - share) * b),
        next.circuitBreaker == CircuitBreaker.UNKNOWN ? circuitBreaker : next.circuitBreaker,
        latest(startTime, next.startTime));
  }

  /** This view, and what another observer on the same side saw at the same time. */
  private View beside(View other) {
    return new View(
        latest(time, other.time),
        interval,
        outcomes.plus(other.outcomes),
        latency.plus(other.latency),
        combine(inFlight, other.inFlight, Double::sum),
        combine(resources, other.resources, (a, b) -> a),
        strictest(circuitBreaker, other.circuitBreaker),
        latest(startTime, other.startTime));
  }

  /** This view's gauges, and where it is silent the other's; the interval stays this one's. */
  View orElse(View other) {
    return new View(
        latest(time, other.time),
        interval,
        outcomes,
        latency,
        combine(inFlight, other.inFlight, (a, b) -> a),
        combine(resources, other.resources, (a, b) -> a),
        strictest(circuitBreaker, other.circuitBreaker),
        startTime.equals(Instant.EPOCH) ? other.startTime : startTime);
  }

  /** The same rates over another interval; latencies are a distribution and stay. */
  View scaledTo(Duration target) {
    double factor = (double) target.toNanos() / interval.toNanos();
    Outcomes scaled = factor > JITTER || factor < 1 / JITTER ? outcomes.scaled(factor) : outcomes;
    return new View(time, target, scaled, latency, inFlight, resources, circuitBreaker, startTime);
  }

  private static Resources combine(Resources a, Resources b, DoubleBinaryOperator both) {
    if (a.equals(b) || b.equals(Resources.UNKNOWN)) {
      return a;
    }
    return new Resources(
        combine(a.cores(), b.cores(), both),
        combine(a.busyCores(), b.busyCores(), both),
        combine(a.loadAveragePerCore(), b.loadAveragePerCore(), both),
        combine(a.memoryRatio(), b.memoryRatio(), both));
  }

  private static double combine(double a, double b, DoubleBinaryOperator both) {
    if (Double.isNaN(a)) {
      return b;
    }
    return Double.isNaN(b) ? a : both.applyAsDouble(a, b);
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static CircuitBreaker strictest(CircuitBreaker a, CircuitBreaker b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
