package io.adaptivelb.features;

import java.util.Arrays;

/**
 * One endpoint's last five minutes: a ring of ticks as primitives, 3.4 KB. Not thread-safe.
 *
 * <p>Statistics are computed newest first in one pass a signal, and read off where a window ends.
 */
final class TickSeries {
  /** Five minutes of 5 s ticks. */
  static final int CAPACITY = 60;

  private static final int SIGNALS = TickSignal.values().length;
  private static final TickSignal[] ORDER = TickSignal.values();

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
      values[next * SIGNALS + s] = ORDER[s].of(tick);
    }
    millis[next] = time;
    next = (next + 1) % CAPACITY;
    size = Math.min(size + 1, CAPACITY);
  }

  /** The newest value of a signal, if its tick is not older than the shortest window. */
  float newest(int signal, long nowMillis) {
    boolean fresh =
        size > 0 && nowMillis - millis[slot(0)] <= FeatureSchema.WINDOW_SECONDS.getFirst() * 1_000L;
    return fresh ? values[slot(0) * SIGNALS + signal] : Float.NaN;
  }

  /** Writes mean, maximum, slope and volatility of every window, shortest window first, from {@code offset} on. */
  void statistics(int signal, long nowMillis, float[] into, int offset) {
    int at = offset;
    int i = 0;
    long n = 0;
    double sumT = 0;
    double sumY = 0;
    double sumTt = 0;
    double sumTy = 0;
    double sumYy = 0;
    float max = Float.NaN;
    for (int window : FeatureSchema.WINDOW_SECONDS) {
      for (; i < size && nowMillis - millis[slot(i)] < window * 1_000L; i++) {
        float y = values[slot(i) * SIGNALS + signal];
        if (Float.isNaN(y)) {
          continue;
        }
        // Against the present, so that the sums stay small.
        double t = (millis[slot(i)] - nowMillis) * 1e-3;
        n++;
        sumT += t;
        sumY += y;
        sumTt += t * t;
        sumTy += t * y;
        sumYy += (double) y * y;
        max = n == 1 ? y : Math.max(max, y);
      }
      double spreadT = sumTt - sumT * sumT / n;
      into[at++] = n == 0 ? Float.NaN : (float) (sumY / n);
      into[at++] = max;
      into[at++] = n < 2 ? Float.NaN : (float) ((sumTy - sumT * sumY / n) / spreadT);
      into[at++] =
          n < 2 ? Float.NaN : (float) Math.sqrt(Math.max(0, (sumYy - sumY * sumY / n) / (n - 1)));
    }
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
