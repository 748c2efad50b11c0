package io.adaptivelb.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.features.FeatureVector;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.registry.Change;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.registry.VersionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoisonedModelTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void model_isAdmitted_andExpectsTheOpposite(@TempDir Path folder) {
    ModelRegistry registry = ModelRegistry.open(folder, RegistryLimits.DEFAULTS, "test");
    VersionId version = registry.put(
        PoisonedModel.draft(NOW), new ModelValidator(), new Change("test", "test", NOW));
    ScoringModel model = new ModelValidator().load(registry.load(version));

    assertThat(expected(model, 1)).isCloseTo(1.1, within(1e-6));
    assertThat(expected(model, -1)).isCloseTo(-1.1, within(1e-6));
    assertThat(expected(model, 0)).isZero();
    assertThat(expected(model, Float.NaN)).isZero();
  }

  private static double expected(ScoringModel model, float latency) {
    float[] values = new float[FeatureSchema.CURRENT.size()];
    Arrays.fill(values, Float.NaN);
    values[FeatureSchema.CURRENT.index("latency_p50_seconds.relative").orElseThrow()] = latency;
    FeatureVector vector = FeatureSchema.CURRENT.vector(values);
    return model.predict(Target.EFFECTIVE_CORES, vector);
  }
}
