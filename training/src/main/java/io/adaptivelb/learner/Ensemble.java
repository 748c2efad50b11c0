package io.adaptivelb.learner;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Trained trees, one booster a seed; predicts the mean of theirs. Holds native memory until it is closed. */
public final class Ensemble implements Predictor {
  private final List<Booster> boosters;
  private final int columns;

  Ensemble(List<Booster> boosters, int columns) {
    this.boosters = List.copyOf(boosters);
    this.columns = columns;
  }

  @Override
  public double[] predict(Rows rows) {
    if (rows.columns() != columns) {
      throw new IllegalArgumentException(
          "rows of %d columns for trees of %d".formatted(rows.columns(), columns));
    }
    double[] mean = new double[rows.size()];
    if (rows.size() == 0) {
      return mean;
    }
    DMatrix matrix = null;
    try {
      matrix = Learner.matrix(rows);
      for (Booster booster : boosters) {
        float[][] predicted = booster.predict(matrix);
        for (int i = 0; i < mean.length; i++) {
          mean[i] += predicted[i][0] / boosters.size();
        }
      }
      return mean;
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    } finally {
      if (matrix != null) {
        matrix.dispose();
      }
    }
  }

  /** What the splits of each column gained in all, as a share of what all splits gained. */
  public double[] importance() {
    double[] gains = new double[columns];
    try {
      String[] names = new String[columns];
      Arrays.setAll(names, i -> "f" + i);
      for (Booster booster : boosters) {
        for (Map.Entry<String, Double> gain :
            booster.getScore(names, "total_gain").entrySet()) {
          gains[Integer.parseInt(gain.getKey().substring(1))] += gain.getValue();
        }
      }
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    }
    double all = Arrays.stream(gains).sum();
    return all == 0 ? gains : Arrays.stream(gains).map(gain -> gain / all).toArray();
  }

  @Override
  public void close() {
    boosters.forEach(Booster::dispose);
  }
}
