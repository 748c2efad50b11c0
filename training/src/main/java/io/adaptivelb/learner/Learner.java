package io.adaptivelb.learner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/** Grows trees with XGBoost. One seed, one ensemble: the same rows give the same bits, whatever the number of threads. */
public final class Learner {
  private final int threads;

  /** A learner that uses so many threads. */
  public Learner(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "threads are %d; one at least is needed".formatted(threads));
    }
    this.threads = threads;
  }

  /** How many rounds are best on rows that were not trained on, tried with one seed. */
  public int bestRounds(TreeParameters parameters, Rows train, Rows validation, long seed) {
    if (parameters.patience() < 1) {
      throw new IllegalArgumentException("early stopping needs a patience of one round at least");
    }
    requireRows(train);
    requireRows(validation);
    DMatrix fit = null;
    DMatrix watch = null;
    Booster booster = null;
    try {
      fit = matrix(train);
      watch = matrix(validation);
      // Round by round, because XGBoost's own early stopping writes a line a round to the screen.
      booster = XGBoost.train(fit, parameters.xgboost(seed, threads), 1, Map.of(), null, null);
      DMatrix[] watched = {watch};
      String[] names = {"validation"};
      int best = 1;
      double least = error(booster.evalSet(watched, names, 0));
      for (int round = 2;
          round <= parameters.rounds() && round - best <= parameters.patience();
          round++) {
        booster.update(fit, round - 1);
        double error = error(booster.evalSet(watched, names, round - 1));
        if (error < least) {
          least = error;
          best = round;
        }
      }
      return best;
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    } finally {
      dispose(fit);
      dispose(watch);
      dispose(booster);
    }
  }

  /** The number in {@code [12]⇥validation-mae:0.151}. */
  private static double error(String evaluated) {
    return Double.parseDouble(
        evaluated.substring(evaluated.lastIndexOf(':') + 1).strip());
  }

  /**
   * Trains exactly {@code parameters.rounds()} rounds, once a seed; the ensemble predicts their mean.
   *
   * @throws IllegalStateException when the trees break the promise of a monotone column
   */
  public Ensemble train(TreeParameters parameters, Rows rows, List<Long> seeds) {
    requireRows(rows);
    List<Booster> boosters = new ArrayList<>();
    DMatrix matrix = null;
    try {
      matrix = matrix(rows);
      for (long seed : seeds) {
        boosters.add(XGBoost.train(
            matrix, parameters.xgboost(seed, threads), parameters.rounds(), Map.of(), null, null));
      }
      Ensemble ensemble = new Ensemble(boosters, rows.columns());
      Monotonicity.require(ensemble, rows, parameters.monotone());
      return ensemble;
    } catch (XGBoostError e) {
      boosters.forEach(Booster::dispose);
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      boosters.forEach(Booster::dispose);
      throw e;
    } finally {
      dispose(matrix);
    }
  }

  private static void requireRows(Rows rows) {
    if (rows.size() == 0) {
      throw new IllegalArgumentException("there are no rows to learn from");
    }
  }

  /** Native memory: whoever asks for one disposes of it. */
  static DMatrix matrix(Rows rows) throws XGBoostError {
    int n = rows.size();
    int columns = rows.columns();
    float[] flat = new float[Math.multiplyExact(n, columns)];
    float[] labels = new float[n];
    float[] weights = new float[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(rows.row(i), 0, flat, i * columns, columns);
      labels[i] = rows.label(i);
      weights[i] = rows.weight(i);
    }
    DMatrix matrix = new DMatrix(flat, n, columns, Float.NaN);
    matrix.setLabel(labels);
    matrix.setWeight(weights);
    return matrix;
  }

  private static void dispose(@Nullable DMatrix matrix) {
    if (matrix != null) {
      matrix.dispose();
    }
  }

  private static void dispose(@Nullable Booster booster) {
    if (booster != null) {
      booster.dispose();
    }
  }
}
