package io.adaptivelb.simulator.play;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.ModelReader;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.export.ExampleTap;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.Example;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Models that learnt a run of a scenario, as it was or with the opposite of what came of it. */
final class LearntByHeart {
  private final List<Example> run = new ArrayList<>();

  /** Watches a run on the analytic rung. */
  LearntByHeart(Scenario scenario, Policy policy, long seed) {
    Run.play(
        scenario,
        policy,
        seed,
        ControlSettings.DEFAULTS,
        Optional.of((cluster, settings) -> new ExampleTap(cluster, settings, run::add)),
        (mesh, weights) -> {});
  }

  /**
   * A model of the run.
   *
   * @param sign 1, or −1 for one that expects the opposite
   */
  ScoringModel model(String name, int sign) {
    Map<Target, BoostedModel> heads = new EnumMap<>(Target.class);
    for (Target target : List.of(Target.EFFECTIVE_CORES, Target.SERVICE_DEMAND)) {
      heads.put(target, new ModelReader().read(trees(target, sign)));
    }
    return new ScoringModel(name, heads);
  }

  private byte[] trees(Target target, int sign) {
    int width = FeatureSchema.CURRENT.size();
    int planned = FeatureSchema.CURRENT.index(FeatureSchema.PLANNED_UTILISATION).orElseThrow();
    List<Example> known =
        run.stream().filter(e -> !Float.isNaN(e.aftermath().of(target))).toList();
    float[] rows = new float[known.size() * width];
    float[] labels = new float[known.size()];
    for (int i = 0; i < labels.length; i++) {
      float[] features = known.get(i).features().toArray();
      // Only known afterwards.
      features[planned] = Float.NaN;
      System.arraycopy(features, 0, rows, i * width, width);
      labels[i] = sign * known.get(i).aftermath().of(target);
    }
    DMatrix matrix = null;
    Booster booster = null;
    try {
      matrix = new DMatrix(rows, labels.length, width, Float.NaN);
      matrix.setLabel(labels);
      Map<String, Object> parameters =
          Map.of("objective", "reg:squarederror", "eta", 0.3, "max_depth", 4, "nthread", 1);
      booster = XGBoost.train(matrix, parameters, 25, Map.of(), null, null);
      return booster.toByteArray("ubj");
    } catch (XGBoostError e) {
      throw new IllegalStateException(e);
    } finally {
      if (matrix != null) {
        matrix.dispose();
      }
      if (booster != null) {
        booster.dispose();
      }
    }
  }
}
