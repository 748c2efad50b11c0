package io.adaptivelb.prediction;

import static io.adaptivelb.prediction.HandMade.stump;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.boosting.ModelReader;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.features.FeatureVector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoringModelTest {
  private static final int WIDTH = FeatureSchema.CURRENT.size();
  private final ScoringModel model = HandMade.model(Map.of(
      Target.SERVICE_DEMAND, List.of(stump("age", 3, 0.5, -0.5), stump("season.now", 0, 1, 2)),
      Target.FAILURE, List.of(stump("error_ratio", 0.1, -2, 2))));

  private static FeatureVector features(String name, float value) {
    float[] values = new float[WIDTH];
    Arrays.fill(values, Float.NaN);
    values[FeatureSchema.CURRENT.index(name).orElseThrow()] = value;
    return FeatureSchema.CURRENT.vector(values);
  }

  @Test
  void predict_headThatItHas_isTheSumOfItsTrees() {
    assertThat(model.predict(Target.SERVICE_DEMAND, features("age", 2))).isEqualTo(1.5);
    assertThat(model.predict(Target.SERVICE_DEMAND, features("age", 4))).isEqualTo(0.5);
    assertThat(model.predict(Target.SERVICE_DEMAND, features("season.now", 0.1f)))
        .isEqualTo(2.5);
  }

  @Test
  void predict_probability_isLinked() {
    assertThat(model.predict(Target.FAILURE, features("error_ratio", 0.5f)))
        .isCloseTo(1 / (1 + Math.exp(-2)), within(1e-6));
  }

  @Test
  void predict_headThatItHasNot_isNaN() {
    assertThat(model.predict(Target.LATENCY_P99, features("age", 2))).isNaN();
    assertThat(model.predict(Target.LATENCY_P99, new float[2 * WIDTH], 2))
        .containsExactly(Float.NaN, Float.NaN);
    assertThat(model.head(Target.LATENCY_P99)).isEmpty();
    assertThat(model.head(Target.FAILURE)).isPresent();
  }

  @Test
  void predict_manyRows_isBitEqualToOneByOne() {
    float[] rows = new float[2 * WIDTH];
    System.arraycopy(features("age", 2).toArray(), 0, rows, 0, WIDTH);
    System.arraycopy(features("age", 4).toArray(), 0, rows, WIDTH, WIDTH);

    assertThat(model.predict(Target.SERVICE_DEMAND, rows, 2)).containsExactly(1.5f, 0.5f);
  }

  @Test
  void head_ofOtherFeatures_isRefusedByNumber() {
    var foreign = new ModelReader()
        .read(HandMade.file("reg:squarederror", HandMade.NAMES.subList(0, WIDTH - 1)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScoringModel("x", Map.of(Target.SERVICE_DEMAND, foreign)))
        .withMessageContaining("head service_demand has %d features".formatted(WIDTH - 1))
        .withMessageContaining("has %d".formatted(WIDTH));
  }
}
