package io.adaptivelb.degradation;

import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import io.adaptivelb.evaluation.Reliability;
import io.adaptivelb.evaluation.Roc;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well degraded pods are told from healthy ones.
 *
 * @param train what was learned from
 * @param test what was judged
 * @param rows minutes of pods judged
 * @param degraded how many of them were degraded
 * @param episodes faults judged
 * @param auc of all of them
 * @param interval its 95 % bootstrap interval, over blocks of a pod and an hour
 * @param zScoreAuc what a robust z-score over p95 and CPU reaches, the larger of both
 * @param sameMinutesAuc of the minutes in which some pod is degraded only: nothing is gained by knowing when faults happen
 * @param samePodsAuc of the pods that are ever degraded only: nothing is gained by knowing which pods get faults
 * @param kinds by kind of fault, against all healthy minutes
 * @param reliability of the calibrated probabilities
 * @param roc at most a hundred points of the curve
 * @param importance the columns whose splits gained most
 * @param linear what logistic regression on the same features does
 */
public record DegradationFigures(
    String train,
    String test,
    int rows,
    int degraded,
    int episodes,
    double auc,
    Interval interval,
    double zScoreAuc,
    double sameMinutesAuc,
    double samePodsAuc,
    List<KindFigures> kinds,
    Reliability reliability,
    List<Roc.Point> roc,
    List<Importance> importance,
    Linear linear) {
  /**
   * One kind of fault.
   *
   * @param kind its name
   * @param degraded minutes of it
   * @param auc of these against all healthy ones
   * @param interval of the AUC
   * @param zScoreAuc of the z-score
   * @param linearAuc of logistic regression
   */
  public record KindFigures(
      String kind,
      int degraded,
      double auc,
      Interval interval,
      double zScoreAuc,
      double linearAuc) {}

  /**
   * The same judged by logistic regression: of the same features, trained on the same rows.
   *
   * @param auc of all rows
   * @param lead the 95 % bootstrap interval of what the trees' AUC is more
   * @param provenance how it came to be; with folds, of the first fold
   */
  public record Linear(double auc, Interval lead, Map<String, Object> provenance) {
    /** Copies, in order of the keys. */
    public Linear {
      provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
    }
  }

  /**
   * How much a column's splits gained.
   *
   * @param column its name
   * @param share of the gain of all splits
   */
  public record Importance(String column, double share) {}

  /** Copies. */
  public DegradationFigures {
    kinds = List.copyOf(kinds);
    roc = List.copyOf(roc);
    importance = List.copyOf(importance);
  }
}
