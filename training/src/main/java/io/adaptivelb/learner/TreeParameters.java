package io.adaptivelb.learner;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How trees are grown. XGBoost takes any name and ignores what it does not know; here every parameter is a component.
 *
 * @param objective what is minimised
 * @param depth of a tree at most
 * @param learningRate what each tree adds of its own
 * @param leafWeight of the rows in a leaf at least
 * @param rowShare of the rows that each tree sees
 * @param columnShare of the columns that each tree sees
 * @param penalty on the squares of the leaves
 * @param rounds trees at most
 * @param patience rounds without a better validation error after which training stops; 0: never
 * @param monotone +1, 0 or −1 a column, or empty: the prediction never falls, may do anything, never rises with the column
 */
public record TreeParameters(
    Objective objective,
    int depth,
    double learningRate,
    double leafWeight,
    double rowShare,
    double columnShare,
    double penalty,
    int rounds,
    int patience,
    List<Integer> monotone) {
  /** What is minimised. */
  public enum Objective {
    /** The absolute error: predicts medians. */
    ABSOLUTE_ERROR("reg:absoluteerror", "mae"),
    /** The squared error: predicts means. */
    SQUARED_ERROR("reg:squarederror", "rmse"),
    /** Squared near 0 and absolute far from it: predicts means, outliers damped. */
    PSEUDO_HUBER("reg:pseudohubererror", "mphe"),
    /** The logistic loss: predicts probabilities. */
    LOGISTIC("binary:logistic", "logloss");

    private final String xgboostName;
    private final String metric;

    Objective(String xgboostName, String metric) {
      this.xgboostName = xgboostName;
      this.metric = metric;
    }
  }

  /** Validates and copies. */
  public TreeParameters {
    monotone = List.copyOf(monotone);
    require("depth", depth, 1, 16);
    require("learningRate", learningRate, 1e-4, 1);
    require("leafWeight", leafWeight, 0, 1e9);
    require("rowShare", rowShare, 0.01, 1);
    require("columnShare", columnShare, 0.01, 1);
    require("penalty", penalty, 0, 1e9);
    require("rounds", rounds, 1, 100_000);
    require("patience", patience, 0, 100_000);
    if (objective == Objective.ABSOLUTE_ERROR
        && monotone.stream().anyMatch(direction -> direction != 0)) {
      // The leaves of this objective are set to medians afterwards, which breaks the promise.
      throw new IllegalArgumentException(
          "monotone columns need the logistic objective or the squared error, not " + objective);
    }
  }

  private static void require(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s is %s; it must be in %s…%s".formatted(name, value, least, most));
    }
  }

  /** The same with another number of rounds and no early stopping. */
  public TreeParameters exactly(int exactRounds) {
    return new TreeParameters(
        objective,
        depth,
        learningRate,
        leafWeight,
        rowShare,
        columnShare,
        penalty,
        exactRounds,
        0,
        monotone);
  }

  /** In XGBoost's words. */
  Map<String, Object> xgboost(long seed, int threads) {
    Map<String, Object> map = new HashMap<>();
    map.put("objective", objective.xgboostName);
    map.put("eval_metric", objective.metric);
    map.put("tree_method", "hist");
    map.put("max_depth", depth);
    map.put("eta", learningRate);
    map.put("min_child_weight", leafWeight);
    map.put("subsample", rowShare);
    map.put("colsample_bytree", columnShare);
    map.put("lambda", penalty);
    map.put("seed", seed);
    map.put("nthread", threads);
    map.put("verbosity", 0);
    if (!monotone.isEmpty()) {
      map.put(
          "monotone_constraints",
          monotone.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")")));
    }
    return map;
  }
}
