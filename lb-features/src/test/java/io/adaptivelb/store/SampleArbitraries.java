package io.adaptivelb.store;

import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.Samples;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Samples of every shape, from a seed: empty and full, whole and odd numbers, the edges of every range. */
final class SampleArbitraries {
  private static final List<CircuitBreaker> BREAKERS = List.of(CircuitBreaker.values());
  private static final Duration YEAR = Duration.ofDays(366);

  private SampleArbitraries() {}

  static TelemetrySample sample(long seed) {
    Random random = new Random(seed);
    Instant time = Instant.ofEpochMilli(random.nextLong(0, SampleKey.END.toEpochMilli()))
        .plusNanos(random.nextBoolean() ? 0 : random.nextInt(1_000_000));
    Duration interval = switch (random.nextInt(3)) {
      case 0 -> Duration.ofSeconds(5);
      case 1 -> YEAR;
      default -> Duration.ofNanos(1 + random.nextLong(YEAR.toNanos()));
    };
    Samples samples = random.nextBoolean() ? Samples.ofEndpoint() : Samples.ofProxy("edge-1");
    return samples
        .time(time, interval)
        .outcomes(count(random), count(random), count(random), count(random), count(random))
        .latency(histogram(random))
        .gauges(
            gauge(random, 1e6),
            new Resources(
                random.nextBoolean() ? Double.NaN : 0.1 + random.nextInt(64),
                gauge(random, 64),
                gauge(random, 100),
                gauge(random, 1)),
            BREAKERS.get(random.nextInt(BREAKERS.size())),
            startTime(random))
        .sample();
  }

  private static long count(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> Outcomes.MAX_COUNT;
      case 2 -> random.nextLong(Outcomes.MAX_COUNT);
      default -> random.nextInt(2_000);
    };
  }

  private static double gauge(Random random, double max) {
    return switch (random.nextInt(5)) {
      case 0 -> Double.NaN;
      case 1 -> 0;
      case 2 -> -0.0;
      case 3 -> Math.floor(random.nextDouble() * max);
      default -> random.nextDouble() * max;
    };
  }

  private static Instant startTime(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Instant.EPOCH;
      case 1 -> Instant.MIN;
      case 2 -> Instant.MAX;
      default -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    };
  }

  private static LatencyHistogram histogram(Random random) {
    LatencyHistogram.Recorder recorder = new LatencyHistogram.Recorder();
    int observations = random.nextInt(3) == 0 ? 0 : random.nextInt(300);
    for (int i = 0; i < observations; i++) {
      recorder.record(Math.pow(2, -22 + 34 * random.nextDouble()));
    }
    return recorder.drain();
  }
}
