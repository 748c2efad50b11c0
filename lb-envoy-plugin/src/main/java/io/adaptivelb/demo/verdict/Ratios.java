package io.adaptivelb.demo.verdict;

/**
 * Our figures relative to those of equal weights; below 1 is better. NaN where equal weights had nothing to divide by.
 *
 * @param p99 of the 0.99-quantiles
 * @param errors of the error ratios
 */
public record Ratios(double p99, double errors) {
  /** What {@code adaptive} is to {@code equal}. */
  public static Ratios of(Figures equal, Figures adaptive) {
    return new Ratios(
        ratio(adaptive.p99Millis(), equal.p99Millis()),
        ratio(adaptive.errorRatio(), equal.errorRatio()));
  }

  private static double ratio(double ours, double theirs) {
    return theirs == 0 ? Double.NaN : ours / theirs;
  }
}
