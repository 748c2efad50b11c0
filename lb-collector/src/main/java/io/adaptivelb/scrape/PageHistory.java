package io.adaptivelb.scrape;

import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a page showed before: turns readings into intervals. Not thread-safe.
 *
 * <p>Differences are taken series by series, then added up: a sum of counters would show a reset whenever one series of
 * many disappears.
 */
public final class PageHistory {
  private static final double RESTART_TOLERANCE_SECONDS = 1;

  /** No count of ours is larger; five of them add up without overflow. */
  private static final double LARGEST_COUNT = 1e17;

  private final SeriesHistory series = new SeriesHistory();
  private long lastNanos;
  private double startTime = Double.NaN;

  /**
   * Takes a reading.
   *
   * @param nanos monotonic time at which the page arrived
   * @param recorder scratch space of the caller's thread; drained
   * @return what happened since the last reading; empty for the first, whose past is unknown
   */
  public Optional<PageInterval> advance(
      PageReading reading, long nanos, LatencyHistogram.Recorder recorder) {
    series.begin();
    noteStartTime(reading.gauge(Role.START_TIME));
    double[] increases = new double[Role.values().length];
    for (int i = 0; i < reading.counters(); i++) {
      increases[reading.counterRole(i)] +=
          series.increase(reading.counterKey(i), reading.counterValue(i));
    }
    recordBuckets(reading, recorder);
    recorder.addSum(increases[Role.LATENCY_SUM.index()]);
    LatencyHistogram latency = recorder.drain();
    long elapsed = nanos - lastNanos;
    lastNanos = nanos;
    if (!series.hasPast() || elapsed <= 0) {
      return Optional.empty();
    }
    return Optional.of(new PageInterval(
        Duration.ofNanos(elapsed),
        new Outcomes(
            count(increases, Role.SUCCESSES),
            count(increases, Role.SERVER_ERRORS),
            count(increases, Role.REJECTIONS),
            count(increases, Role.TIMEOUTS),
            0),
        latency,
        reading.gauge(Role.IN_FLIGHT),
        resources(reading, increases[Role.CPU_SECONDS.index()] / (elapsed * 1e-9)),
        Double.isNaN(startTime) ? Instant.EPOCH : Instant.ofEpochMilli((long) (startTime * 1000))));
  }

  private void noteStartTime(double reported) {
    if (Double.isNaN(reported)) {
      return;
    }
    if (Math.abs(reported - startTime) > RESTART_TOLERANCE_SECONDS) {
      series.restarted();
    }
    startTime = reported;
  }

  private void recordBuckets(PageReading reading, LatencyHistogram.Recorder recorder) {
    double below = 0;
    double low = 0;
    for (int i = 0; i < reading.buckets(); i++) {
      Bucket bucket = reading.bucket(i);
      if (i == 0 || reading.bucket(i - 1).histogram != bucket.histogram) {
        below = 0;
        low = 0;
      }
      double cumulative = series.increase(bucket.key, bucket.value);
      // Pages are not written atomically: a later bucket may miss what an earlier one has.
      long count = Math.round(Math.min(LARGEST_COUNT, Math.max(0, cumulative - below)));
      // All that is known of the last bucket is that it lies above the largest bound.
      double high = Double.isInfinite(bucket.bound) ? 2 * low : bucket.bound;
      if (count > 0 && high > low) {
        recorder.recordBetween(low, high, count);
      }
      below = Math.max(below, cumulative);
      low = bucket.bound;
    }
  }

  private static Resources resources(PageReading reading, double cpuSecondsPerSecond) {
    double cores = positive(reading.gauge(Role.CORES));
    double max = positive(reading.gauge(Role.MEMORY_MAX));
    double used = reading.gauge(Role.MEMORY_USED);
    double memory =
        Double.isNaN(used) ? 1 - reading.gauge(Role.MEMORY_AVAILABLE) / max : used / max;
    return new Resources(
        cores,
        reading.counts(Role.CPU_SECONDS)
            ? cpuSecondsPerSecond
            : reading.gauge(Role.CPU_RATIO) * cores,
        reading.gauge(Role.LOAD_AVERAGE) / cores,
        Math.min(1, Math.max(0, memory)));
  }

  /** Zero cores or bytes is how a container says that nobody set a limit. */
  private static double positive(double value) {
    return value > 0 ? value : Double.NaN;
  }

  private static long count(double[] increases, Role role) {
    return Math.round(Math.min(LARGEST_COUNT, increases[role.index()]));
  }
}
