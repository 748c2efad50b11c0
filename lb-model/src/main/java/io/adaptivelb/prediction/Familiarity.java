package io.adaptivelb.prediction;

import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.features.FeatureVector;
import io.adaptivelb.prediction.FeatureRanges.Range;
import java.util.List;
import java.util.Optional;

/**
 * Whether a model knows the like of what it is shown in one cluster. Trees do not extrapolate: of a feature beyond what they have seen they say
 * what they say at its edge, with the same confidence.
 *
 * <ul>
 *   <li>A feature is <i>outside</i> when it is beyond the 0.1 % and 99.9 % quantiles of the training rows by more than half their distance
 *       and a tenth of its unit, or when no training row had it. A vector with more than six of them is <i>foreign</i>: nothing is foretold.
 *   <li>A vector is <i>patchy</i> when more than a sixth of the features that nearly all training rows had are missing. A single one
 *       may be an endpoint's first; a cluster of them is another sort of telemetry: once a minute, or without a meter of the processor.
 *   <li>The share of foreign and patchy vectors is decayed by half in some seven ticks. Above a half, the model is out of its depth in the
 *       cluster, until it is below a quarter.
 * </ul>
 *
 * <p>On simulated services other than those trained on, and on the league's learnable scenarios, fewer than one vector in ten thousand is foreign;
 * of features that are a thousand times too large, 99.9 % are. A model that does not tell its ranges knows everything. Not thread-safe.
 */
public final class Familiarity {
  /** With six, one signal that is new altogether (five features) does not yet make an endpoint foreign. */
  private static final int MOST_OUTSIDE = 6;

  private static final double MARGIN = 0.5;
  private static final double LEAST_MARGIN = 0.1;
  private static final double SELDOM_MISSING = 0.02;

  /** An endpoint heard of once a minute has no slopes, which are more than a sixth; one without meters of load and memory lacks less. */
  private static final int PATCHY = 6;

  private static final double KEPT = 0.9;
  private static final double TOO_DEEP = 0.5;
  private static final double SHALLOW = 0.25;

  private final double[] low;
  private final double[] high;
  private final boolean[] usual;
  private int usualCount;
  private int seen;
  private int strange;
  private double share;
  private boolean outOfDepth;

  /** A cluster that has shown nothing yet, to a model of these ranges. */
  public Familiarity(Optional<FeatureRanges> known) {
    List<Range> ranges = known.map(FeatureRanges::ranges).orElse(List.of());
    low = new double[ranges.size()];
    high = new double[ranges.size()];
    usual = new boolean[ranges.size()];
    int planned = FeatureSchema.CURRENT.index(FeatureSchema.PLANNED_UTILISATION).orElseThrow();
    for (int i = 0; i < low.length; i++) {
      Range range = ranges.get(i);
      boolean never = range.quantiles().isEmpty();
      double least = never ? Double.POSITIVE_INFINITY : range.quantiles().getFirst();
      double most = never ? Double.NEGATIVE_INFINITY : range.quantiles().getLast();
      double margin = never ? 0 : MARGIN * (most - least) + LEAST_MARGIN;
      low[i] = least - margin;
      high[i] = most + margin;
      // Training rows have the load that came; before it is dealt out there is none.
      usual[i] = range.missing() < SELDOM_MISSING && i != planned;
      usualCount += usual[i] ? 1 : 0;
    }
  }

  /** Takes a vector of the tick under way; says whether anything may be foretold from it. */
  public boolean knows(FeatureVector features) {
    int outside = 0;
    int missing = 0;
    for (int i = 0; i < low.length; i++) {
      float value = features.get(i);
      if (value < low[i] || value > high[i]) {
        outside++;
      } else if (Float.isNaN(value) && usual[i]) {
        missing++;
      }
    }
    boolean foreign = outside > MOST_OUTSIDE;
    seen++;
    strange += foreign || PATCHY * missing > usualCount ? 1 : 0;
    return !foreign;
  }

  /** Every endpoint of the tick was shown. */
  public void endTick() {
    if (seen > 0) {
      share = KEPT * share + (1 - KEPT) * strange / seen;
      outOfDepth = share > (outOfDepth ? SHALLOW : TOO_DEEP);
    }
    seen = 0;
    strange = 0;
  }

  /** The decayed share of vectors that are foreign or patchy, 0…1. */
  public double strangeShare() {
    return share;
  }

  /** Whether the analytic rung should serve the cluster. */
  public boolean isOutOfDepth() {
    return outOfDepth;
  }
}
