package io.adaptivelb.dataset;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A number a minute, NaN where nothing was measured, and statistics that look back from a minute and never past it: what is learned
 * from them cannot have seen the future. Immutable.
 *
 * <p>A window of {@code w} at minute {@code t} is {@code t-w+1 … t}, as far as the recording reaches; missing minutes are left out, and
 * a statistic of nothing is NaN.
 */
public final class Series {
  private final double[] values;

  /** A series; the array is copied. */
  public Series(double[] values) {
    this.values = values.clone();
  }

  /** How many minutes there are. */
  public int minutes() {
    return values.length;
  }

  /** A minute's value; NaN before the first. */
  public double at(int minute) {
    return minute < 0 ? Double.NaN : values[minute];
  }

  /** Every value through a function; NaN stays. */
  public Series map(DoubleUnaryOperator function) {
    double[] mapped = new double[values.length];
    Arrays.setAll(
        mapped, i -> Double.isNaN(values[i]) ? Double.NaN : function.applyAsDouble(values[i]));
    return new Series(mapped);
  }

  /** This minus another, minute by minute. */
  public Series minus(Series other) {
    double[] difference = new double[values.length];
    Arrays.setAll(difference, i -> values[i] - other.values[i]);
    return new Series(difference);
  }

  /**
   * The exponentially weighted mean with α = 2 / (span + 1), which begins with the first value; over a missing minute it stays what it
   * was.
   */
  public Series ewma(int span) {
    double alpha = 2.0 / (span + 1);
    double[] smooth = new double[values.length];
    double mean = Double.NaN;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        mean = Double.isNaN(mean) ? values[i] : mean + alpha * (values[i] - mean);
      }
      smooth[i] = mean;
    }
    return new Series(smooth);
  }

  /** How many minutes of the window were measured. */
  public int count(int minute, int window) {
    int n = 0;
    for (int i = first(minute, window); i <= minute; i++) {
      n += Double.isNaN(values[i]) ? 0 : 1;
    }
    return n;
  }

  /** The mean of the window. */
  public double mean(int minute, int window) {
    double sum = 0;
    int n = 0;
    for (int i = first(minute, window); i <= minute; i++) {
      if (!Double.isNaN(values[i])) {
        sum += values[i];
        n++;
      }
    }
    return n == 0 ? Double.NaN : sum / n;
  }

  /** The largest of the window. */
  public double max(int minute, int window) {
    double max = Double.NaN;
    for (int i = first(minute, window); i <= minute; i++) {
      max = Double.isNaN(max) || values[i] > max ? values[i] : max;
    }
    return max;
  }

  /** The smallest of the window. */
  public double min(int minute, int window) {
    double min = Double.NaN;
    for (int i = first(minute, window); i <= minute; i++) {
      min = Double.isNaN(min) || values[i] < min ? values[i] : min;
    }
    return min;
  }

  /** The sample standard deviation of the window; NaN for fewer than two values. */
  public double deviation(int minute, int window) {
    double mean = mean(minute, window);
    double squares = 0;
    int n = 0;
    for (int i = first(minute, window); i <= minute; i++) {
      if (!Double.isNaN(values[i])) {
        squares += (values[i] - mean) * (values[i] - mean);
        n++;
      }
    }
    return n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1));
  }

  /** The least-squares slope of the window per minute; NaN for fewer than two values. */
  public double slope(int minute, int window) {
    double n = 0;
    double t = 0;
    double y = 0;
    double tt = 0;
    double ty = 0;
    for (int i = first(minute, window); i <= minute; i++) {
      if (!Double.isNaN(values[i])) {
        double x = i - minute;
        n++;
        t += x;
        y += values[i];
        tt += x * x;
        ty += x * values[i];
      }
    }
    return n < 2 ? Double.NaN : (ty - t * y / n) / (tt - t * t / n);
  }

  /** The median of the window. */
  public double median(int minute, int window) {
    return middle(sorted(minute, window));
  }

  /** The median absolute deviation from the median of the window. */
  public double medianDeviation(int minute, int window) {
    double[] sorted = sorted(minute, window);
    double median = middle(sorted);
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Math.abs(sorted[i] - median);
    }
    Arrays.sort(sorted);
    return middle(sorted);
  }

  private double[] sorted(int minute, int window) {
    double[] sorted = new double[count(minute, window)];
    int n = 0;
    for (int i = first(minute, window); i <= minute; i++) {
      if (!Double.isNaN(values[i])) {
        sorted[n++] = values[i];
      }
    }
    Arrays.sort(sorted);
    return sorted;
  }

  private static double middle(double[] sorted) {
    int n = sorted.length;
    if (n == 0) {
      return Double.NaN;
    }
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }

  private static int first(int minute, int window) {
    return Math.max(0, minute - window + 1);
  }
}
