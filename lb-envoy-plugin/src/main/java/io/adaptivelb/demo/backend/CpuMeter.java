package io.adaptivelb.demo.backend;

/**
 * The CPU time that a backend got: cumulative, and as the mean of the last five seconds, which is what {@code
 * process_cpu_usage} of a Java process shows a scraper that comes every five seconds.
 *
 * <p>Thread-safe. {@link #sample} is called every {@link #SAMPLE_MILLIS}.
 */
final class CpuMeter {
  static final int SAMPLE_MILLIS = 250;
  private static final int SAMPLES = 5_000 / SAMPLE_MILLIS;
  /** Unix' load average: an exponential mean over one minute. */
  private static final double LOAD_DECAY = Math.exp(-SAMPLE_MILLIS / 60_000.0);

  private final long[] times = new long[SAMPLES + 1];
  private final long[] used = new long[SAMPLES + 1];
  private int filled;
  private int next;
  private long cpuNanos;
  private double loadAverage;

  synchronized void add(long nanos) {
    cpuNanos += nanos;
  }

  synchronized long cpuNanos() {
    return cpuNanos;
  }

  /** Takes a reading, {@code runnable} being the requests in service. */
  synchronized void sample(long nowNanos, int runnable) {
    times[next] = nowNanos;
    used[next] = cpuNanos;
    next = (next + 1) % times.length;
    filled = Math.min(filled + 1, times.length);
    loadAverage = loadAverage * LOAD_DECAY + runnable * (1 - LOAD_DECAY);
  }

  /** Mean busy cores over the last five seconds (less at first); 0 before two samples. */
  synchronized double busyCores() {
    if (filled < 2) {
      return 0;
    }
    int newest = Math.floorMod(next - 1, times.length);
    int oldest = Math.floorMod(next - filled, times.length);
    return (double) (used[newest] - used[oldest]) / (times[newest] - times[oldest]);
  }

  synchronized double loadAverage() {
    return loadAverage;
  }
}
