package io.adaptivelb.prediction;

import io.adaptivelb.capacity.QueueingCurve;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import java.time.Duration;
import java.time.Instant;

/** One endpoint's ticks, as the queueing curve gives them; change the fields to make something happen. */
final class Ticks {
  static final ClusterId CLUSTER = new ClusterId("checkout");
  static final Duration TICK = Duration.ofSeconds(5);
  static final Instant START = Instant.parse("2026-01-01T05:00:00Z");
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /** Half of the requests take so much of the mean, the others as much more as it is less. */
  static final double HALF = 0.73;

  final EndpointId id;
  double cores = 4;
  double demandSeconds = 0.01;
  double rate = 100;
  double errorRatio;
  double loadAverage = 1;

  Ticks(int number) {
    id = new EndpointId("10.0.0." + number, 80);
  }

  EndpointObservation at(Instant time) {
    long requests = Math.round(rate * TICK.toSeconds());
    long errors = Math.round(requests * errorRatio);
    double sojourn = QueueingCurve.sojournSeconds(demandSeconds, cores, rate);
    LatencyHistogram.Recorder latency = new LatencyHistogram.Recorder();
    for (long i = 0; i < requests - errors; i++) {
      latency.record(sojourn * (2 * i < requests ? HALF : 2 - HALF));
    }
    return new EndpointObservation(
        id,
        time,
        TICK,
        new Outcomes(requests - errors, errors, 0, 0, 0),
        latency.drain(),
        rate * sojourn,
        new Resources(cores, rate * (1 - errorRatio) * demandSeconds, loadAverage, Double.NaN),
        CircuitBreaker.UNKNOWN,
        START,
        0);
  }
}
