package io.adaptivelb.prediction;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.ModelReader;
import io.adaptivelb.features.FeatureSchema;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** A model of a serious size, with all heads: what it says is noise around a truth that makes it believed. */
public final class BenchmarkModel {
  private static final int ROWS = 20_000;
  private static final int WIDTH = FeatureSchema.CURRENT.size();

  private BenchmarkModel() {}

  /**
   * Trains it.
   *
   * @param trees a head, each six deep
   * @param residual what the latency heads say, but for noise
   */
  public static ScoringModel train(int trees, double residual) {
    Map<Target, BoostedModel> heads = new EnumMap<>(Target.class);
    Random random = new Random(5);
    float[] rows = new float[ROWS * WIDTH];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextInt(10) == 0 ? Float.NaN : (float) random.nextGaussian();
    }
    int errors = FeatureSchema.CURRENT.index("error_ratio").orElseThrow();
    for (Target target : Target.values()) {
      float[] labels = new float[ROWS];
      for (int i = 0; i < ROWS; i++) {
        double noise = random.nextGaussian();
        labels[i] = (float)
            (target == Target.FAILURE
                ? (rows[i * WIDTH + errors] > 0.03 == noise < 2 ? 1 : 0)
                : 0.1 * noise + (target.seesPlannedLoad() ? residual : 0));
      }
      heads.put(target, head(target, rows, labels, trees));
    }
    return new ScoringModel("benchmark", heads);
  }

  /** The median time that it takes to find out why it says what it says, in milliseconds. */
  public static double reasoningMillis(ScoringModel model) {
    Random random = new Random(6);
    double[] millis = new double[101];
    for (int round = 0; round < millis.length; round++) {
      float[] row = new float[WIDTH];
      for (int i = 0; i < WIDTH; i++) {
        row[i] = (float) random.nextGaussian();
      }
      long start = System.nanoTime();
      if (new Reasoning(model)
          .of(FeatureSchema.CURRENT.vector(row), 1, 1)
          .causes()
          .isEmpty()) {
        throw new IllegalStateException("there are no causes");
      }
      millis[round] = (System.nanoTime() - start) * 1e-6;
    }
    Arrays.sort(millis);
    return millis[millis.length / 2];
  }

  private static BoostedModel head(Target target, float[] rows, float[] labels, int trees) {
    try {
      DMatrix data = new DMatrix(Arrays.copyOf(rows, rows.length), ROWS, WIDTH, Float.NaN);
      try {
        data.setLabel(labels);
        Map<String, Object> parameters = Map.of(
            "objective",
            target == Target.FAILURE ? "binary:logistic" : "reg:squarederror",
            "max_depth",
            6,
            "nthread",
            2,
            "tree_method",
            "hist");
        return new ModelReader()
            .read(XGBoost.train(data, parameters, trees, Map.of(), null, null).toByteArray("ubj"));
      } finally {
        data.dispose();
      }
    } catch (XGBoostError failed) {
      throw new IllegalStateException(failed);
    }
  }
}
