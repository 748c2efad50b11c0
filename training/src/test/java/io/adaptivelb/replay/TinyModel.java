package io.adaptivelb.replay;

import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.registry.Change;
import io.adaptivelb.registry.DataRange;
import io.adaptivelb.registry.Head;
import io.adaptivelb.registry.ModelDraft;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.Provenance;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.registry.VersionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** A model that believes that endpoints which are slower than the others will soon be slower by half. */
final class TinyModel {
  private static final Instant THEN = Instant.parse("2026-01-04T00:00:00Z");
  private static final String FILE = "effective_cores.ubj";

  private TinyModel() {}

  static VersionId register(Path folder) {
    ModelDraft draft = new ModelDraft(
        THEN,
        FeatureSchema.CURRENT.id(),
        new DataRange(THEN, THEN, 0, "made up"),
        Map.of(),
        Map.of(),
        List.of(1L),
        new Provenance("test", "1", Optional.empty()),
        List.of(
            new Head(Target.EFFECTIVE_CORES.label(), Target.EFFECTIVE_CORES.definition(), FILE)),
        Map.of(FILE, trees()),
        Optional.empty());
    return ModelRegistry.open(folder, RegistryLimits.DEFAULTS, "test")
        .put(draft, content -> List.of(), new Change("test", "test", THEN));
  }

  private static byte[] trees() {
    int features = FeatureSchema.CURRENT.size();
    int slow = FeatureSchema.CURRENT.index("latency_p50_seconds.relative").orElseThrow();
    int rows = 200;
    float[] data = new float[rows * features];
    Arrays.fill(data, Float.NaN);
    float[] labels = new float[rows];
    for (int row = 0; row < rows; row++) {
      float relative = (row - rows / 2f) / rows;
      data[row * features + slow] = relative;
      labels[row] = relative > 0.1f ? (float) Math.log(0.5) : 0;
    }
    try {
      DMatrix matrix = new DMatrix(data, rows, features, Float.NaN);
      try {
        matrix.setLabel(labels);
        Booster booster = XGBoost.train(
            matrix,
            Map.of("objective", "reg:squarederror", "eta", 1, "lambda", 0, "nthread", 1),
            1,
            Map.of(),
            null,
            null);
        return booster.toByteArray("ubj");
      } finally {
        matrix.dispose();
      }
    } catch (XGBoostError e) {
      throw new IllegalStateException(e);
    }
  }
}
