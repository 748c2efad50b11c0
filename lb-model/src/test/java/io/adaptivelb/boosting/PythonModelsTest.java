package io.adaptivelb.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that Python's XGBoost 3.2.0 wrote, and what it predicted from them: see training/python/make_test_models.py. */
class PythonModelsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "python-squared-error.json",
        "python-logistic.ubj",
        "python-never.json",
        "python-quantiles.ubj",
        "python-poisson.json",
        "python-absolute-error.ubj"
      })
  void predict_pythonModel_equalsPythonBitForBit(String file) throws IOException {
    BoostedModel model = new ModelReader().read(resource(file));
    Evaluator evaluator = new Evaluator(model);
    Evaluator.Scratch scratch = evaluator.newScratch();
    String expected =
        new String(resource(file.replaceAll("\\..*", ".expected")), StandardCharsets.US_ASCII);

    assertThat(model.writtenBy()).isEqualTo("3.2.0");
    assertThat(model.featureNames())
        .containsExactly("cpu_ratio", "in_flight", "latency_log", "error_ratio", "age_minutes");
    assertThat(expected.lines()).hasSize(60).allSatisfy(line -> {
      String[] parts = line.split(" \\| ", -1);
      float[] row = floats(parts[0]);
      float[] results = new float[evaluator.outputs()];
      evaluator.margins(row, 1, scratch, results);
      assertThat(NativeModel.bits(results))
          .as("margins")
          .isEqualTo(NativeModel.bits(floats(parts[1])));
      evaluator.predict(row, 1, scratch, results);
      assertThat(NativeModel.bits(results))
          .as("predictions")
          .isEqualTo(NativeModel.bits(floats(parts[2])));
    });
  }

  @Test
  void read_attributesAndQuantiles_areThere() throws IOException {
    assertThat(new ModelReader().read(resource("python-squared-error.json")).attributes())
        .containsEntry("schema", "test");
    assertThat(new ModelReader().read(resource("python-quantiles.ubj")).quantiles())
        .isEqualTo(List.of(0.5f, 0.9f, 0.99f));
  }

  @Test
  void read_categoricalSplits_areRefusedByTheirPlace() {
    assertThatThrownBy(() -> new ModelReader().read(resource("python-categories.ubj")))
        .isInstanceOf(RefusedModelException.class)
        .hasMessageMatching(
            "model refused: .*trees\\[\\d].split_type\\[\\d+] '1' is not supported; supported: 0, numerical splits;.*");
  }

  @Test
  void read_vectorsAtTheLeaves_areRefused() {
    assertThatThrownBy(() -> new ModelReader().read(resource("python-vector-leaves.ubj")))
        .isInstanceOf(RefusedModelException.class)
        .hasMessageContaining("trees[0].tree_param.size_leaf_vector '2' is not supported");
  }

  private static float[] floats(String bits) {
    String[] words = bits.split(" ", -1);
    float[] floats = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      floats[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(words[i], 16));
    }
    return floats;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = PythonModelsTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
