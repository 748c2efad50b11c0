package io.adaptivelb.server;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Telemetry of six endpoints whose requests take three times as much CPU for four ticks in twelve, each at another time: what
 * an estimate of the past is late for, and a model foresees.
 */
final class RecordedShop {
  private static final ClusterId SHOP = new ClusterId("shop");
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final double CORES = 2;
  private static final double DEMAND = 0.004;

  private RecordedShop() {}

  /** So many ticks of it, the last of which ends then. */
  static List<TelemetrySample> samples(Instant end, int ticks) {
    Instant begin = end.minus(TICK.multipliedBy(ticks));
    SplittableRandom random = new SplittableRandom(1);
    List<TelemetrySample> samples = new ArrayList<>();
    for (int tick = 1; tick <= ticks; tick++) {
      for (int number = 0; number < 6; number++) {
        boolean slow = (tick + 2 * number) % 12 < 4;
        double demand = DEMAND * (slow ? 3 : 1) * random.nextDouble(0.9, 1.1);
        samples.add(
            sample(number, begin.plus(TICK.multipliedBy(tick)), demand, 300 + random.nextInt(100)));
      }
    }
    return samples;
  }

  private static TelemetrySample sample(int number, Instant time, double demand, int requests) {
    EndpointId endpoint = new EndpointId("10.0.0." + number, 80);
    double busy = requests * demand / TICK.toSeconds();
    LatencyHistogram.Recorder latencies = new LatencyHistogram.Recorder();
    for (int i = 0; i < requests; i++) {
      // Exponential, as one queue with one server would have it.
      latencies.record(-Math.log((i + 0.5) / requests) * demand / (1 - busy / CORES));
    }
    return new TelemetrySample(
        SHOP,
        endpoint,
        new Observer(Observer.Kind.ENDPOINT, endpoint.toString(), Locality.UNKNOWN),
        time,
        TICK,
        new Outcomes(requests, 0, 0, 0, 0),
        latencies.drain(),
        busy,
        new Resources(CORES, busy, busy / CORES, 0.5),
        CircuitBreaker.CLOSED,
        time.minus(Duration.ofDays(1)));
  }
}
