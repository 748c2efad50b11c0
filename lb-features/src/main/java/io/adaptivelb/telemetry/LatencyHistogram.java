package io.adaptivelb.telemetry;

import java.util.Arrays;

/**
 * A mergeable histogram of durations: immutable, exact under merging, relative error of a quantile ≤ 2.2 %.
 * Merging is associative and commutative to the last bit: counts are integers, and so is the sum, in nanoseconds.
 *
 * <p>Bucket {@code i} holds durations in {@code (2^(i/16), 2^((i+1)/16)]} seconds. That is the base-2 exponential
 * histogram of OpenTelemetry (scale 4) and the native histogram of Prometheus (schema 4), so those convert bucket by
 * bucket, and histograms of any two observers add up without re-binning. HdrHistogram would spend 20 KiB on the same
 * range and precision; here a typical interval of one endpoint takes a few hundred bytes, which is what lets 5,000
 * endpoints with five minutes of history fit in memory. Values are clamped to 1 µs … 1,024 s.
 * A quantile is the geometric middle of its bucket: the only point no further than 2^(1/32) − 1 = 2.2 % from every value
 * that the bucket may hold (interpolating within it would look smoother and be wrong by up to twice that).
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram">OpenTelemetry data
 *     model, ExponentialHistogram</a>
 */
public final class LatencyHistogram {
  /** Buckets per doubling. */
  static final int BUCKETS_PER_DOUBLING = 16;

  /** The bucket of 1 µs. */
  public static final int MIN_INDEX = -20 * BUCKETS_PER_DOUBLING;

  /** The bucket that ends at 1,024 s. */
  public static final int MAX_INDEX = 10 * BUCKETS_PER_DOUBLING - 1;

  /** The longest duration, in seconds. */
  public static final double MAX_SECONDS = 1_024;

  /** The most observations that a histogram is made of: more is garbage, and sums could overflow. */
  public static final long MAX_COUNT = 1L << 53;

  /** No observation. */
  public static final LatencyHistogram EMPTY = new LatencyHistogram(0, new long[0], 0);

  private final int offset;
  private final long[] counts;
  private final long sumNanos;
  private final long count;

  private LatencyHistogram(int offset, long[] counts, long sumNanos) {
    this.offset = offset;
    this.counts = counts;
    this.sumNanos = sumNanos;
    long total = 0;
    for (long c : counts) {
      total = plus(total, c);
    }
    this.count = total;
  }

  /**
   * A histogram from its parts.
   *
   * @param offset index of the first bucket in {@code counts}
   * @param counts observations per bucket, ≥ 0; copied and trimmed
   * @param sumSeconds the sum of all observations
   * @throws IllegalArgumentException when an index is out of range, a count negative, all together more than {@link
   *     #MAX_COUNT}, or the sum not a finite number ≥ 0
   */
  public static LatencyHistogram of(int offset, long[] counts, double sumSeconds) {
    if (!(sumSeconds >= 0) || Double.isInfinite(sumSeconds)) {
      throw new IllegalArgumentException(
          "sum is %s s; it must be finite and ≥ 0".formatted(sumSeconds));
    }
    return ofNanos(offset, counts, Math.round(sumSeconds * 1e9));
  }

  /** The same, with the sum in nanoseconds. */
  public static LatencyHistogram ofNanos(int offset, long[] counts, long sumNanos) {
    int from = 0;
    int to = counts.length;
    while (from < to && counts[from] == 0) {
      from++;
    }
    while (to > from && counts[to - 1] == 0) {
      to--;
    }
    if (from == to) {
      return EMPTY;
    }
    long first = (long) offset + from;
    long last = (long) offset + to - 1;
    if (first < MIN_INDEX || last > MAX_INDEX) {
      throw new IllegalArgumentException(
          "buckets %d…%d are outside %d…%d".formatted(first, last, MIN_INDEX, MAX_INDEX));
    }
    long total = 0;
    for (int i = from; i < to; i++) {
      if (counts[i] < 0) {
        throw new IllegalArgumentException(
            "bucket %d holds %d; counts are ≥ 0".formatted(offset + i, counts[i]));
      }
      total = plus(total, counts[i]);
    }
    if (total > MAX_COUNT) {
      throw new IllegalArgumentException(
          "%d observations; at most %d are believed".formatted(total, MAX_COUNT));
    }
    if (sumNanos < 0) {
      throw new IllegalArgumentException("sum is %d ns; it must be ≥ 0".formatted(sumNanos));
    }
    return new LatencyHistogram(offset + from, Arrays.copyOfRange(counts, from, to), sumNanos);
  }

  /** The number of observations. */
  public long count() {
    return count;
  }

  /** The sum of all observations, in seconds. */
  public double sumSeconds() {
    return sumNanos * 1e-9;
  }

  /** The sum of all observations, in nanoseconds; stays at {@link Long#MAX_VALUE} once it got there. */
  public long sumNanos() {
    return sumNanos;
  }

  /** The mean in seconds, or NaN without observations. */
  public double meanSeconds() {
    return sumSeconds() / count;
  }

  /** The index of the first bucket that holds anything. */
  public int offset() {
    return offset;
  }

  /** How many buckets, from {@link #offset} on, {@link #bucket} may be asked for. */
  public int bucketCount() {
    return counts.length;
  }

  /** Observations in bucket {@code offset + i}. */
  public long bucket(int i) {
    return counts[i];
  }

  /**
   * The duration in seconds that a share {@code q} of the observations does not exceed: the {@code ⌈q·count⌉}-th
   * smallest (the first for q = 0), within 2.2 %; NaN without observations.
   *
   * @param q 0…1
   */
  public double quantileSeconds(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("quantile %s is not in 0…1".formatted(q));
    }
    if (count == 0) {
      return Double.NaN;
    }
    double rank = q * count;
    long below = 0;
    int i = 0;
    while (i < counts.length - 1 && (counts[i] == 0 || below + counts[i] < rank)) {
      below += counts[i];
      i++;
    }
    return Math.pow(2, (offset + i + 0.5) / BUCKETS_PER_DOUBLING);
  }

  /** Both together. */
  public LatencyHistogram plus(LatencyHistogram other) {
    if (other.count == 0) {
      return this;
    }
    if (count == 0) {
      return other;
    }
    int from = Math.min(offset, other.offset);
    int to = Math.max(offset + counts.length, other.offset + other.counts.length);
    long[] merged = new long[to - from];
    for (int i = 0; i < counts.length; i++) {
      merged[offset - from + i] = counts[i];
    }
    for (int i = 0; i < other.counts.length; i++) {
      int j = other.offset - from + i;
      merged[j] = plus(merged[j], other.counts[i]);
    }
    return new LatencyHistogram(from, merged, plus(sumNanos, other.sumNanos));
  }

  /** Saturates, which keeps addition of numbers ≥ 0 associative. */
  private static long plus(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** The bucket of a duration; out of range it is the first or the last. */
  public static int indexOf(double seconds) {
    if (!(seconds > 0)) {
      return MIN_INDEX;
    }
    int index =
        (int) Math.ceil(Math.log(seconds) * (BUCKETS_PER_DOUBLING / Math.log(2)) - 1e-9) - 1;
    return Math.clamp(index, MIN_INDEX, MAX_INDEX);
  }

  /** The inclusive upper bound of a bucket, in seconds. */
  public static double upperBoundSeconds(int index) {
    return Math.pow(2, (index + 1.0) / BUCKETS_PER_DOUBLING);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencyHistogram that
        && offset == that.offset
        && sumNanos == that.sumNanos
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * offset + Long.hashCode(sumNanos)) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return count == 0
        ? "LatencyHistogram[empty]"
        : "LatencyHistogram[count=%d, p50=%.3g s, p99=%.3g s]"
            .formatted(count, quantileSeconds(0.5), quantileSeconds(0.99));
  }

  /** Collects observations for one {@link LatencyHistogram}. Not thread-safe. */
  public static final class Recorder {
    private final long[] counts = new long[MAX_INDEX - MIN_INDEX + 1];
    private double sumSeconds;

    /** One observation; negative and NaN ones count as the shortest, longer ones than the longest as that. */
    public void record(double seconds) {
      counts[indexOf(seconds) - MIN_INDEX]++;
      sumSeconds += seconds > 0 ? Math.min(seconds, MAX_SECONDS) : 0;
    }

    /**
     * Observations known only to lie in {@code (low, high]}, as a classic Prometheus bucket tells: spread evenly on the
     * log scale (one alone goes to the middle), and none is lost.
     *
     * @param lowSeconds exclusive lower bound, ≥ 0; 0 is taken as a tenth of {@code high}
     * @param highSeconds inclusive upper bound, &gt; low; where it is infinite, all are counted just above {@code low}
     * @param count how many, ≥ 0
     */
    public void recordBetween(double lowSeconds, double highSeconds, long count) {
      if (!(lowSeconds >= 0 && highSeconds > lowSeconds) || count < 0) {
        throw new IllegalArgumentException(
            "bucket (%s, %s] with %d observations: bounds must rise and counts be ≥ 0"
                .formatted(lowSeconds, highSeconds, count));
      }
      int lowest = lowSeconds > 0 ? Math.min(MAX_INDEX, indexOf(lowSeconds) + 1) : MIN_INDEX;
      int last = Double.isInfinite(highSeconds) ? lowest : indexOf(highSeconds);
      int first = lowSeconds > 0 ? Math.min(last, lowest) : decadeBelow(last);
      int buckets = last - first + 1;
      long each = count / buckets;
      long rest = count % buckets;
      for (int i = 0; i < buckets; i++) {
        // The rest is rounded where it adds up, so that it neither piles up at an end nor gets
        // lost.
        long extra = (rest * (i + 1) + buckets / 2) / buckets - (rest * i + buckets / 2) / buckets;
        counts[first + i - MIN_INDEX] += each + extra;
      }
    }

    /**
     * Adds to the sum what {@link #recordBetween} could not know.
     *
     * @throws IllegalArgumentException when it is not a finite number ≥ 0
     */
    public void addSum(double seconds) {
      if (!(seconds >= 0) || Double.isInfinite(seconds)) {
        throw new IllegalArgumentException(
            "sum is %s s; it must be finite and ≥ 0".formatted(seconds));
      }
      sumSeconds += seconds;
    }

    /** The histogram of all that was recorded since the last call; starts a new one, whatever happens. */
    public LatencyHistogram drain() {
      try {
        return of(MIN_INDEX, counts, Math.min(sumSeconds, Double.MAX_VALUE));
      } finally {
        Arrays.fill(counts, 0);
        sumSeconds = 0;
      }
    }

    private static int decadeBelow(int last) {
      return Math.max(MIN_INDEX, last - (int) (BUCKETS_PER_DOUBLING * Math.log(10) / Math.log(2)));
    }
  }
}
