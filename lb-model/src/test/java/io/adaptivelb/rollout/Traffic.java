package io.adaptivelb.rollout;

import io.adaptivelb.telemetry.LatencyHistogram;
import java.time.Instant;
import java.util.Random;

/** Draws what clients see: heavy-tailed latencies and errors that come in bursts. */
final class Traffic {
  static final Instant START = Instant.parse("2026-11-25T15:00:00Z");
  static final int TICK_SECONDS = 5;

  private final Random random;
  private final int requests;
  private int ticks;

  /** So many requests a tick and group. */
  Traffic(long seed, int requests) {
    random = new Random(seed);
    this.requests = requests;
  }

  Instant now() {
    return START.plusSeconds((long) TICK_SECONDS * ticks);
  }

  /** A tick in which both groups are alike. */
  TickReading alike() {
    return tick(1, 1, 0.01);
  }

  /** A tick in which the canary's latencies are so many times as long, and its errors as frequent. */
  TickReading tick(double latency, double errors, double canaryChurn) {
    ticks++;
    return new TickReading(now(), group(latency, errors), group(1, 1), canaryChurn, 0.01);
  }

  private GroupReading group(double latency, double errors) {
    LatencyHistogram.Recorder recorder = new LatencyHistogram.Recorder();
    // Requests share the fate of a burst of up to four.
    long failed = 0;
    long all = 0;
    while (all < requests) {
      int burst = 1 + random.nextInt(4);
      boolean fails = random.nextDouble() < 0.002 * errors;
      double base = 0.005 * Math.exp(0.5 * random.nextGaussian());
      for (int i = 0; i < burst; i++) {
        if (fails) {
          failed++;
        } else {
          recorder.record(latency * base * Math.exp(0.3 * random.nextGaussian()));
        }
      }
      all += burst;
    }
    return new GroupReading(all, failed, recorder.drain());
  }
}
