package io.adaptivelb.control;

/**
 * What the monitor remembers of one endpoint: how far its last weights and its target were from their own recent means, on
 * the log scale, how its steps swing, and what traffic it got. Not thread-safe.
 */
final class LoopTrail {
  /**
   * What a tick adds to the recent mean. Slow drifts of capacity are not what weights answer to; the difference to the last
   * tick alone would take the end of every noise for an answer.
   */
  private static final double MEAN_GAIN = 0.2;

  private final double[] deviations = new double[LoopResponse.LAGS];
  private final HalfWaves waves = new HalfWaves();
  private double meanWeight = Double.NaN;
  private double meanTarget = Double.NaN;
  private double rate = Double.NaN;
  private double rateBefore = Double.NaN;

  /**
   * Begins a tick with the weight that was in force until now.
   *
   * @param ratio as a multiple of the fair share of what was served; not above 0 when it served nothing
   */
  void inForce(double ratio) {
    if (!isRatio(ratio)) {
      meanWeight = Double.NaN;
      meanTarget = Double.NaN;
      return;
    }
    double weight = Math.log(ratio);
    boolean first = Double.isNaN(meanWeight);
    for (int k = deviations.length - 1; k > 0; k--) {
      deviations[k] = first ? 0 : deviations[k - 1];
    }
    deviations[0] = first ? 0 : weight - meanWeight;
    meanWeight = first ? weight : meanWeight + MEAN_GAIN * (weight - meanWeight);
  }

  /** How far the weight in force was from its mean then, so many ticks before now; 0 when that is not known. */
  double weightDeviation(int lag) {
    return deviations[lag];
  }

  /** Takes this tick's target: how far it is from its mean, NaN when that is not known. */
  double targetDeviation(double ratio) {
    if (Double.isNaN(meanWeight) || !isRatio(ratio)) {
      meanTarget = Double.NaN;
      return Double.NaN;
    }
    double target = Math.log(ratio);
    double deviation = target - meanTarget;
    meanTarget = Double.isNaN(meanTarget) ? target : meanTarget + MEAN_GAIN * deviation;
    return deviation;
  }

  /** Takes the requests per second of a tick; NaN when unknown. */
  void rate(double requestsPerSecond) {
    rateBefore = rate;
    rate = requestsPerSecond;
  }

  double rate() {
    return rate;
  }

  double rateBefore() {
    return rateBefore;
  }

  HalfWaves waves() {
    return waves;
  }

  private static boolean isRatio(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }
}
