package io.adaptivelb.features;

import java.util.Arrays;

/**
 * One endpoint's last five minutes: a ring of ticks as primitives, 3.4 KB. Not thread-safe.
 *
 * <p>Statistics are computed newest first in one pass a signal, and read off where a window ends. Ticks later than the moment
 * that is asked about are not looked at: what is learned from the past must not have seen the future.
 */
final class TickSeries {
  /** Five minutes of 5 s ticks. */
  static final int CAPACITY = 60;

  private static final int SIGNALS = TickSignal.values().length;
  private static final TickSignal[] ORDER = TickSignal.values();

  /** Signal by signal, a ring each: a pass over one signal reads neighbouring floats. */
  private final float[] values = new float[CAPACITY * SIGNALS];

  private final long[] millis = new long[CAPACITY];
  private int size;
  private int next;

  /** Adds a tick; one that is not newer than the last is left out. */
  void add(EndpointObservation tick) {
    long time = tick.time().toEpochMilli();
    if (size > 0 && time <= millis[slot(0)]) {
      return;
    }
    for (int s = 0; s < SIGNALS; s++) {
      values[s * CAPACITY + next] = ORDER[s].of(tick);
    }
    millis[next] = time;
    next = (next + 1) % CAPACITY;
    size = Math.min(size + 1, CAPACITY);
  }

  /** How many of the newest ticks are later than a moment. */
  int later(long nowMillis) {
    int later = 0;
    while (later < size && millis[slot(later)] > nowMillis) {
      later++;
    }
    return later;
  }

  /** The newest value of a signal up to now, if its tick is not older than the shortest window. */
  float newest(int signal, long nowMillis) {
    int newest = later(nowMillis);
    boolean fresh = newest < size
        && nowMillis - millis[slot(newest)] <= FeatureSchema.WINDOW_SECONDS.getFirst() * 1_000L;
    return fresh ? values[signal * CAPACITY + slot(newest)] : Float.NaN;
  }

  /** Writes mean, maximum, slope and volatility of every window, shortest window first, from {@code offset} on. */
  void statistics(int signal, long nowMillis, float[] into, int offset) {
    int at = offset;
    int i = later(nowMillis);
    int slot = slot(i);
    int row = signal * CAPACITY;
    int n = 0;
    double shift = 0;
    double sumT = 0;
    double sumY = 0;
    double sumTt = 0;
    double sumTy = 0;
    double sumYy = 0;
    float max = Float.NaN;
    for (int window : FeatureSchema.WINDOW_SECONDS) {
      long reach = window * 1_000L;
      for (; i < size && nowMillis - millis[slot] < reach; i++) {
        float value = values[row + slot];
        double t = (millis[slot] - nowMillis) * 1e-3;
        slot = slot == 0 ? CAPACITY - 1 : slot - 1;
        if (Float.isNaN(value)) {
          continue;
        }
        if (n == 0) {
          shift = value;
          max = value;
        }
        // Against the newest value and the present: sums stay small, and a constant varies by
        // exactly nothing.
        double y = value - shift;
        n++;
        sumT += t;
        sumY += y;
        sumTt += t * t;
        sumTy += t * y;
        sumYy += y * y;
        max = Math.max(max, value);
      }
      double spreadT = sumTt - sumT * sumT / n;
      into[at++] = n == 0 ? Float.NaN : finite(shift + sumY / n);
      into[at++] = max;
      into[at++] = n < 2 ? Float.NaN : finite((sumTy - sumT * sumY / n) / spreadT);
      into[at++] =
          n < 2 ? Float.NaN : finite(Math.sqrt(Math.max(0, (sumYy - sumY * sumY / n) / (n - 1))));
    }
  }

  /** The nearest float that is a number; NaN stays. */
  static float finite(double value) {
    return (float) Math.clamp(value, (double) -Float.MAX_VALUE, (double) Float.MAX_VALUE);
  }

  /** Forgets everything: the endpoint's process is another one now. */
  void clear() {
    Arrays.fill(millis, 0);
    size = 0;
    next = 0;
  }

  /** The place in the ring of the tick that is {@code back} ticks old. */
  private int slot(int back) {
    return Math.floorMod(next - 1 - back, CAPACITY);
  }
}
