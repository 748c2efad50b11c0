package io.adaptivelb.demo.verdict;

import io.adaptivelb.demo.load.RequestLog;
import java.util.Arrays;

/**
 * How late the generator itself sent its requests: its check of itself.
 *
 * @param p99Millis 0.99-quantile of the lateness
 * @param maxMillis the largest
 */
public record Lag(double p99Millis, double maxMillis) {
  /**
   * From here on the figures are the machine's, not the backends': p99 of the fastest backend is about 20 ms, and an
   * error of a quarter of it would be seen.
   */
  public static final double LIMIT_MILLIS = 5;

  /** The lag of all requests of a log; zero when there are none. */
  public static Lag of(RequestLog log) {
    int[] micros = new int[log.to() - log.from()];
    for (int i = 0; i < micros.length; i++) {
      micros[i] = log.lagMicros(log.from() + i);
    }
    if (micros.length == 0) {
      return new Lag(0, 0);
    }
    Arrays.sort(micros);
    return new Lag(
        micros[(int) ((micros.length - 1L) * 99 / 100)] / 1_000.0,
        micros[micros.length - 1] / 1_000.0);
  }

  /** Whether what was measured can be trusted. */
  public boolean acceptable() {
    return p99Millis <= LIMIT_MILLIS;
  }
}
