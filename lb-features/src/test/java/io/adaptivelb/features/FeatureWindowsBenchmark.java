package io.adaptivelb.features;

import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * Memory of half an hour of 5,000 endpoints, and the time to compute all their vectors. {@code ./lb bench FeatureWindows};
 * the targets are 60 MB and 50 ms.
 */
public final class FeatureWindowsBenchmark {
  private static final int ENDPOINTS = 5_000;
  private static final int TICKS = 360;
  private static final int ROUNDS = 60;
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

  private FeatureWindowsBenchmark() {}

  /** Runs it and exits with 1 when a target is missed. */
  public static void main(String[] arguments) {
    EndpointId[] endpoints = new EndpointId[ENDPOINTS];
    Arrays.setAll(endpoints, FeatureWindowsBenchmark::endpoint);
    long before = usedBytes();
    FeatureWindows windows = new FeatureWindows();
    Random random = new Random(1);
    for (int tick = 0; tick < TICKS; tick++) {
      for (EndpointId endpoint : endpoints) {
        windows.add(
            observation(endpoint, tick, random),
            new CapacityReading(0.01, 1, 0.01, 0.01, 1, 4, Double.NaN));
      }
    }
    double megabytes = (usedBytes() - before) * 1e-6;
    Instant now = START.plusSeconds(5 * (TICKS - 1));
    double[] millis = new double[ROUNDS];
    double sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      Map<EndpointId, FeatureVector> vectors = windows.vectors(now, id -> 100);
      millis[round] = (System.nanoTime() - start) * 1e-6;
      sum += vectors.values().iterator().next().get(0);
    }
    double[] warm = Arrays.copyOfRange(millis, ROUNDS / 2, ROUNDS);
    Arrays.sort(warm);
    double median = warm[warm.length / 2];
    System.out.printf(
        "%,d endpoints × %d ticks: %.1f MB (target ≤ 60); all vectors of %d features: first %.0f ms, then median %.1f ms,"
            + " worst %.1f ms (target ≤ 50) [%.0f]%n",
        ENDPOINTS,
        TICKS,
        megabytes,
        FeatureSchema.CURRENT.size(),
        millis[0],
        median,
        warm[warm.length - 1],
        sum / ROUNDS);
    System.exit(megabytes <= 60 && median <= 50 ? 0 : 1);
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  private static EndpointId endpoint(int i) {
    return new EndpointId("10.0.%d.%d".formatted(i / 250, i % 250 + 1), 8080);
  }

  private static EndpointObservation observation(EndpointId id, int tick, Random random) {
    LatencyHistogram.Recorder latency = new LatencyHistogram.Recorder();
    latency.record(0.01 * (1 + random.nextDouble()));
    return new EndpointObservation(
        id,
        START.plusSeconds(5L * tick),
        Duration.ofSeconds(5),
        new Outcomes(400 + random.nextInt(200), random.nextInt(3), 0, 0, 0),
        latency.drain(),
        random.nextInt(20),
        new Resources(4, 4 * random.nextDouble(), random.nextDouble(), 0.5),
        CircuitBreaker.CLOSED,
        START.minusSeconds(1_000),
        0);
  }
}
