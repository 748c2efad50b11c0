package io.adaptivelb.learner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/**
 * Grows one model of many rows with XGBoost, and gives it back as XGBoost's own file. The same rows, parameters and seed give the same bytes,
 * whatever the number of threads. Set {@code OMP_WAIT_POLICY=passive} where the processors are shared: XGBoost's threads spin otherwise.
 */
public final class Grower {
  private final int threads;
  private final List<String> names;

  /** Told of every round. */
  @FunctionalInterface
  public interface RoundListener {
    /**
     * A round is done.
     *
     * @param round from 1
     * @param error on the watched rows; NaN when none are
     */
    void done(int round, double error);
  }

  /**
   * A grower.
   *
   * @param threads that XGBoost uses
   * @param names of the columns, which the file keeps
   */
  public Grower(int threads, List<String> names) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "threads are %d; one at least is needed".formatted(threads));
    }
    this.threads = threads;
    this.names = List.copyOf(names);
  }

  /**
   * Grows trees for {@code parameters.rounds()} rounds, or until the error on the watched rows was not less for {@code
   * parameters.patience()} of them. All trees are kept; {@link Grown#best} says how many were good.
   */
  public Grown grow(
      TreeParameters parameters,
      FlatRows train,
      Optional<FlatRows> watched,
      long seed,
      RoundListener listener) {
    require(train);
    watched.ifPresent(this::require);
    DMatrix fit = null;
    DMatrix watch = null;
    Booster booster = null;
    try {
      fit = matrix(train);
      watch = watched.isPresent() ? matrix(watched.get()) : null;
      List<Double> errors = new ArrayList<>();
      int best = 0;
      int round = 0;
      do {
        if (booster == null) {
          booster = XGBoost.train(fit, parameters.xgboost(seed, threads), 1, Map.of(), null, null);
        } else {
          booster.update(fit, round);
        }
        double error = watch == null ? Double.NaN : error(booster, watch, round);
        round++;
        if (watch != null) {
          errors.add(error);
          best = error < errors.get(Math.max(0, best - 1)) || best == 0 ? round : best;
        }
        listener.done(round, error);
      } while (round < parameters.rounds()
          && (watch == null || parameters.patience() == 0 || round - best < parameters.patience()));
      return new Grown(booster.toByteArray("ubj"), watch == null ? round : best, errors);
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    } finally {
      dispose(booster);
      dispose(fit);
      dispose(watch);
    }
  }

  private void require(FlatRows rows) {
    if (rows.size() == 0) {
      throw new IllegalArgumentException("there are no rows to learn from");
    }
    if (rows.columns() != names.size()) {
      throw new IllegalArgumentException(
          "rows of %d columns, of which %d have names".formatted(rows.columns(), names.size()));
    }
  }

  private DMatrix matrix(FlatRows rows) throws XGBoostError {
    DMatrix matrix = new DMatrix(rows.features(), rows.size(), rows.columns(), Float.NaN);
    matrix.setLabel(rows.labels());
    matrix.setWeight(rows.weights());
    matrix.setFeatureNames(names.toArray(String[]::new));
    return matrix;
  }

  /** The number in {@code [12]⇥validation-rmse:0.151}. */
  private static double error(Booster booster, DMatrix watch, int round) throws XGBoostError {
    String evaluated = booster.evalSet(new DMatrix[] {watch}, new String[] {"validation"}, round);
    return Double.parseDouble(
        evaluated.substring(evaluated.lastIndexOf(':') + 1).strip());
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
