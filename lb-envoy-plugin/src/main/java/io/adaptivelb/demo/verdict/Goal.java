package io.adaptivelb.demo.verdict;

/**
 * What our weights must reach, relative to equal ones.
 *
 * @param p99Ratio p99 with our weights ÷ p99 with equal weights, at most
 * @param errorRatio the same for the error ratios
 */
public record Goal(double p99Ratio, double errorRatio) {
  /** Round robin follows weights exactly and knows nothing else, so weights must change a lot. */
  public static final Goal ROUND_ROBIN = new Goal(0.5, 0.5);

  /** Least request steers by itself; weights add what it cannot see. */
  public static final Goal LEAST_REQUEST = new Goal(0.8, 0.5);
}
