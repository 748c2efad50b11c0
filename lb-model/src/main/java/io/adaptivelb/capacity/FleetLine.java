package io.adaptivelb.capacity;

/**
 * The line {@code p50 = a + b·W} that joins predicted sojourn times and observed median latencies across a cluster: {@code
 * a} is what a request spends outside the endpoint's CPU, {@code b} the median over the mean. Least squares with
 * exponential forgetting; the slope is shrunk towards a prior worth ten points of 30 % spread. Not thread-safe.
 */
final class FleetLine {
  private static final double MIN_SLOPE = 0.3;
  private static final double MAX_SLOPE = 1.5;
  private static final double PRIOR_STRENGTH = 0.9;

  private final double priorSlope;
  private final double decay;
  private double n;
  private double sumX;
  private double sumY;
  private double sumXx;
  private double sumXy;
  private double intercept;
  private double slope;

  FleetLine(double priorSlope, double decay) {
    this.priorSlope = priorSlope;
    this.decay = decay;
    this.slope = priorSlope;
  }

  /** Whether it has seen anything. */
  boolean known() {
    return n > 0.5;
  }

  /** Seconds outside the CPU; ≥ 0. */
  double intercept() {
    return intercept;
  }

  /** Median over mean. */
  double slope() {
    return slope;
  }

  /** The median latency that it expects at a sojourn time, both in seconds. */
  double at(double sojournSeconds) {
    return intercept + slope * sojournSeconds;
  }

  /** Forgets a little: call once a tick before {@link #add}. */
  void age() {
    n *= decay;
    sumX *= decay;
    sumY *= decay;
    sumXx *= decay;
    sumXy *= decay;
  }

  /** One endpoint's point. */
  void add(double sojournSeconds, double medianSeconds) {
    n++;
    sumX += sojournSeconds;
    sumY += medianSeconds;
    sumXx += sojournSeconds * sojournSeconds;
    sumXy += sojournSeconds * medianSeconds;
  }

  /** Fits again: call once a tick after {@link #add}. */
  void fit() {
    if (!known()) {
      return;
    }
    double meanX = sumX / n;
    double meanY = sumY / n;
    double prior = PRIOR_STRENGTH * meanX * meanX;
    double covariance = sumXy - n * meanX * meanY;
    double variance = Math.max(0, sumXx - n * meanX * meanX);
    slope =
        Math.clamp((covariance + prior * priorSlope) / (variance + prior), MIN_SLOPE, MAX_SLOPE);
    intercept = Math.max(0, meanY - slope * meanX);
  }
}
