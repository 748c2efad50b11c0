package io.adaptivelb.demo.verdict;

import io.adaptivelb.demo.load.Outcome;
import io.adaptivelb.demo.load.RequestLog;
import java.util.function.IntPredicate;
import org.HdrHistogram.Histogram;

/**
 * The figures of some requests. Latency runs from the intended send time, in milliseconds.
 *
 * <p>The quantiles are over the requests that succeeded and those that timed out, the latter at the full timeout. Requests
 * that failed otherwise are left out of them, because fast failures would look like fast answers; {@code errorRatio} counts
 * every failure, timeouts included. NaN where there are no requests.
 *
 * @param p50Millis median
 * @param p90Millis 0.9-quantile
 * @param p99Millis 0.99-quantile
 * @param errorRatio failed requests ÷ all requests
 */
public record Figures(double p50Millis, double p90Millis, double p99Millis, double errorRatio) {
  private static final long HIGHEST_MICROS = 60_000_000;
  private static final int DIGITS = 3;

  /** The figures of all requests of a log. */
  public static Figures of(RequestLog log) {
    return of(log, i -> true);
  }

  /** The figures of those requests of a log that {@code which} chooses by their index. */
  public static Figures of(RequestLog log, IntPredicate which) {
    Histogram latency = new Histogram(1, HIGHEST_MICROS, DIGITS);
    long requests = 0;
    long failed = 0;
    for (int i = log.from(); i < log.to(); i++) {
      Outcome outcome = log.outcome(i);
      if (outcome == Outcome.PENDING || !which.test(i)) {
        continue;
      }
      requests++;
      if (outcome.failed()) {
        failed++;
      }
      if (outcome == Outcome.SUCCESS || outcome == Outcome.TIMEOUT) {
        latency.recordValue(Math.clamp(log.latencyMicros(i), 1, HIGHEST_MICROS));
      }
    }
    return new Figures(
        millis(latency, 50),
        millis(latency, 90),
        millis(latency, 99),
        requests == 0 ? Double.NaN : (double) failed / requests);
  }

  private static double millis(Histogram latency, double percentile) {
    return latency.getTotalCount() == 0
        ? Double.NaN
        : latency.getValueAtPercentile(percentile) / 1_000.0;
  }
}
