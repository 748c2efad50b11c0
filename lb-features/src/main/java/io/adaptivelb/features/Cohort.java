package io.adaptivelb.features;

import java.time.Duration;
import java.time.Instant;

/**
 * What a cluster's endpoints were like at an age: how a cold start warms up, when caches fill, when a leak becomes a collapse.
 * Deviations (ln of capacity over the usual one) by 5 s of age, up to ten minutes, newer lives counting more. Not thread-safe.
 */
final class Cohort {
  private static final int SLOTS = 120;
  private static final long SLOT_MILLIS = 5_000;
  private static final double NEWEST = 0.25;
  private static final double LIMIT = 3;

  private final float[] means = new float[SLOTS];
  private final int[] counts = new int[SLOTS];

  /** Takes what a tick showed at an age in milliseconds. */
  void add(long ageMillis, double deviation) {
    if (ageMillis < 0 || ageMillis >= SLOTS * SLOT_MILLIS || Double.isNaN(deviation)) {
      return;
    }
    int slot = (int) (ageMillis / SLOT_MILLIS);
    counts[slot]++;
    double gain = Math.max(NEWEST, 1.0 / counts[slot]);
    means[slot] += (float) (gain * (Math.clamp(deviation, -LIMIT, LIMIT) - means[slot]));
  }

  /** What is expected at an age; NaN beyond ten minutes, and while nobody was that old. */
  double expected(long ageMillis) {
    int slot = slot(ageMillis);
    return slot < 0 || counts[slot] == 0 ? Double.NaN : means[slot];
  }

  /** How many ticks it rests on. */
  int count(long ageMillis) {
    int slot = slot(ageMillis);
    return slot < 0 ? 0 : counts[slot];
  }

  /** Age in milliseconds; −1 when nobody says when it started. */
  static long age(Instant startTime, Instant now) {
    if (startTime.equals(Instant.EPOCH) || startTime.isBefore(now.minus(Duration.ofDays(36_500)))) {
      return -1;
    }
    return Math.max(0, Duration.between(startTime, now).toMillis());
  }

  private static int slot(long ageMillis) {
    return ageMillis < 0 || ageMillis >= SLOTS * SLOT_MILLIS ? -1 : (int) (ageMillis / SLOT_MILLIS);
  }
}
