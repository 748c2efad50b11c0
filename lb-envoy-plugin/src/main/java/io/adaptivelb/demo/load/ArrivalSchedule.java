package io.adaptivelb.demo.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * When each request is to be sent, and how much work it is: drawn before the run, so that two phases get the very same
 * requests. Immutable.
 */
public final class ArrivalSchedule {
  private final long[] offsetNanos;
  private final float[] work;

  private ArrivalSchedule(long[] offsetNanos, float[] work) {
    this.offsetNanos = offsetNanos;
    this.work = work;
  }

  /**
   * Poisson arrivals, as independent clients make them; work is lognormal with mean 1.
   *
   * @param perSecond mean rate; &gt; 0
   * @param duration of the whole
   * @param workDeviation standard deviation of the work, as a multiple of its mean; ≥ 0
   * @param seed the same seed gives the same schedule
   */
  public static ArrivalSchedule poisson(
      double perSecond, Duration duration, double workDeviation, long seed) {
    if (!(perSecond > 0) || !(workDeviation >= 0)) {
      throw new IllegalArgumentException(
          "rate %s must be > 0 and deviation %s ≥ 0".formatted(perSecond, workDeviation));
    }
    SplittableRandom random = new SplittableRandom(seed);
    double variance = Math.log1p(workDeviation * workDeviation);
    long end = duration.toNanos();
    int guess = (int) (perSecond * duration.toNanos() * 1e-9 * 1.2) + 64;
    long[] offsets = new long[guess];
    float[] work = new float[guess];
    int size = 0;
    double at = 0;
    while (true) {
      at -= Math.log1p(-random.nextDouble()) * 1e9 / perSecond;
      if (at >= end) {
        return new ArrivalSchedule(Arrays.copyOf(offsets, size), Arrays.copyOf(work, size));
      }
      if (size == offsets.length) {
        offsets = Arrays.copyOf(offsets, size * 2);
        work = Arrays.copyOf(work, size * 2);
      }
      offsets[size] = (long) at;
      work[size] = (float) Math.exp(random.nextGaussian() * Math.sqrt(variance) - variance / 2);
      size++;
    }
  }

  /** The number of requests. */
  public int size() {
    return offsetNanos.length;
  }

  /** When request {@code i} is to be sent, in nanoseconds from the start; ascending. */
  public long offsetNanos(int i) {
    return offsetNanos[i];
  }

  /** The work of request {@code i}, as a multiple of the mean request's. */
  public double work(int i) {
    return work[i];
  }

  /** The index of the first request to be sent at or after an offset; {@link #size} when there is none. */
  public int firstAt(long nanos) {
    int found = Arrays.binarySearch(offsetNanos, nanos);
    if (found < 0) {
      return -found - 1;
    }
    while (found > 0 && offsetNanos[found - 1] == nanos) {
      found--;
    }
    return found;
  }
}
