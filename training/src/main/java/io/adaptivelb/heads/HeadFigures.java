package io.adaptivelb.heads;

import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import io.adaptivelb.evaluation.Reliability;
import io.adaptivelb.prediction.Target;
import java.util.List;
import java.util.Optional;

/**
 * How good a head is on examples that it was not trained on. Errors are mean squares: of logarithms, or of probabilities (Brier, 1950).
 *
 * @param target what it predicts
 * @param trained how many examples it may learn from in all
 * @param heldOut how many it was judged by
 * @param rounds trees that it has
 * @param roundsByFold best number of rounds in each fold
 * @param error its own
 * @param errorOfZero of who always says 0: the analytic belief holds, nobody fails
 * @param errorOfConstant of who always says the mean of the examples trained on
 * @param errorOfPersistence of who says what the endpoint's newest example came to
 * @param errorOfEwma of who says the endpoint's EWMA(10)
 * @param meanAbsolute its mean absolute error
 * @param meanAbsoluteOfZero that of who always says 0
 * @param reference which of them it must beat: zero, or constant for probabilities
 * @param gain share of the reference's error that it takes away
 * @param interval 95 % of that, by blocks of a cluster and five minutes
 * @param gainOverBest share of the best baseline's error that it takes away; below 0 it is worse
 * @param clusters gain in each, the one with the most examples first
 * @param quantile of latency, where it is one
 * @param probability what its probabilities are worth, where it is one
 * @param residuals over time
 * @param importance of the features, the largest first
 */
public record HeadFigures(
    Target target,
    int trained,
    int heldOut,
    int rounds,
    List<Integer> roundsByFold,
    double error,
    double errorOfZero,
    double errorOfConstant,
    double errorOfPersistence,
    double errorOfEwma,
    double meanAbsolute,
    double meanAbsoluteOfZero,
    String reference,
    double gain,
    Interval interval,
    double gainOverBest,
    List<ClusterFigures> clusters,
    Optional<QuantileFigures> quantile,
    Optional<ProbabilityFigures> probability,
    List<Residual> residuals,
    List<ImportantFeature> importance) {
  /**
   * In one cluster.
   *
   * @param cluster its name
   * @param heldOut examples
   * @param gain over the reference
   * @param interval 95 % of that; empty where there are too few blocks to tell
   */
  public record ClusterFigures(
      String cluster, int heldOut, double gain, Optional<Interval> interval) {}

  /**
   * What a predicted quantile of latency is worth, by the requests of the ticks.
   *
   * @param level which quantile
   * @param coverage share of requests that were not slower than predicted; the level, if all is well
   * @param coverageBefore the same before calibration
   * @param coverageOfZero the same of who always says 0
   * @param pinball mean pinball loss over requests, of logarithms
   * @param pinballOfZero of who always says 0
   * @param pinballOfConstant of who always says the mean label
   * @param pinballOfPersistence of who says what the endpoint's newest example came to
   * @param pinballOfEwma of who says the endpoint's EWMA(10)
   */
  public record QuantileFigures(
      double level,
      double coverage,
      double coverageBefore,
      double coverageOfZero,
      double pinball,
      double pinballOfZero,
      double pinballOfConstant,
      double pinballOfPersistence,
      double pinballOfEwma) {}

  /**
   * What a probability is worth.
   *
   * @param failures how many of the examples failed
   * @param auc the area under its ROC curve
   * @param reliability predicted against observed
   */
  public record ProbabilityFigures(int failures, double auc, Reliability reliability) {}

  /**
   * A stretch of time.
   *
   * @param at its middle, as a share of the data's whole time
   * @param heldOut examples
   * @param mean label minus prediction
   * @param error mean square of that
   * @param errorOfZero mean square of the label
   */
  public record Residual(double at, int heldOut, double mean, double error, double errorOfZero) {}

  /**
   * How much a head makes of a feature.
   *
   * @param feature its name
   * @param share of what all splits gained
   */
  public record ImportantFeature(String feature, double share) {}

  /** Copies. */
  public HeadFigures {
    roundsByFold = List.copyOf(roundsByFold);
    clusters = List.copyOf(clusters);
    residuals = List.copyOf(residuals);
    importance = List.copyOf(importance);
  }

  /** Whether it surely beats the reference: the whole interval is above 0. */
  public boolean isWorthIt() {
    return interval.low() > 0;
  }
}
