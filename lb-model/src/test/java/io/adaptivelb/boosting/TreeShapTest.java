package io.adaptivelb.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against XGBoost's own {@code predictContrib}. */
class TreeShapTest {
  private static final int ROWS = 200;
  private static final int FEATURES = 8;

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.argumentSet(
            "squared error", Map.of("objective", "reg:squarederror", "max_depth", 6), 60),
        Arguments.argumentSet(
            "deep",
            Map.of("objective", "reg:squarederror", "max_depth", 14, "min_child_weight", 0),
            10),
        Arguments.argumentSet(
            "stumps", Map.of("objective", "reg:squarederror", "max_depth", 1), 20),
        Arguments.argumentSet(
            "single leaves", Map.of("objective", "reg:squarederror", "min_child_weight", 1e9), 3),
        Arguments.argumentSet("binary", Map.of("objective", "binary:logistic", "max_depth", 5), 60),
        Arguments.argumentSet(
            "quantiles",
            Map.of("objective", "reg:quantileerror", "quantile_alpha", "[0.5,0.9,0.99]"),
            40));
  }

  @ParameterizedTest
  @MethodSource("models")
  void contributions_anyModel_equalNativeAndAddUpToTheMargin(
      Map<String, Object> parameters, int rounds) {
    NativeModel trained = NativeModel.train(parameters, rounds, FEATURES, 0.15, 21);
    float[] rows = NativeModel.rows(new Random(22), ROWS, FEATURES, 0.15);
    float[] expected = trained.contributions(rows);
    BoostedModel model = trained.read();
    TreeShap shap = new TreeShap(model);
    Evaluator evaluator = new Evaluator(model);
    float[] margins = new float[ROWS * model.outputs()];
    evaluator.margins(rows, ROWS, evaluator.newScratch(), margins);

    for (int i = 0; i < margins.length; i++) {
      float[] row = Arrays.copyOfRange(
          rows, i / model.outputs() * FEATURES, (i / model.outputs() + 1) * FEATURES);
      float[] contributions = shap.contributions(row, i % model.outputs());
      double sum = 0;
      for (int j = 0; j <= FEATURES; j++) {
        assertThat(contributions[j])
            .as("row and output %d, feature %d", i, j)
            .isCloseTo(expected[i * (FEATURES + 1) + j], within(1e-5f));
        sum += contributions[j];
      }
      assertThat(sum).as("row and output %d", i).isCloseTo(margins[i], within(1e-4));
    }
  }

  @Test
  void contributions_wrongLengthOrOutput_areRefusedByNumber() {
    TreeShap shap = new TreeShap(
        NativeModel.train(Map.of("objective", "reg:squarederror"), 2, 3, 0, 5).read());

    assertThatThrownBy(() -> shap.contributions(new float[2], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the row has 2 values, the model 3 features");
    assertThatThrownBy(() -> shap.contributions(new float[3], 1))
        .hasMessage("output 1 is not in 0…0");
  }
}
