package io.adaptivelb.boosting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReaderTest {
  private static final String MODEL = "learner.gradient_booster.model";

  @Test
  void read_smallFile_hasWhatTheFileSays() {
    BoostedModel model = read(ModelFiles.SMALL);

    assertThat(model.writtenBy()).isEqualTo("3.0.4");
    assertThat(model.objective()).isEqualTo(Objective.SQUARED_ERROR);
    assertThat(model.featureNames()).containsExactly("cpu", "queue");
    assertThat(model.attributes()).containsExactly(Map.entry("best_iteration", "1"));
    assertThat(model.trees()).hasSize(2);
    Tree tree = model.trees().getFirst();
    assertThat(tree.depth()).isEqualTo(2);
    assertThat(tree.feature(0)).isOne();
    assertThat(tree.threshold(0)).isEqualTo(0.5f);
    assertThat(tree.isDefaultLeft(0)).isTrue();
    assertThat(tree.isDefaultLeft(2)).isFalse();
    Evaluator evaluator = new Evaluator(model);
    assertThat(evaluator.predict(0, 0.4f)).containsExactly(0.5f - 1.5f + 0.125f);
    assertThat(evaluator.predict(0, Float.NaN)).containsExactly(0.5f - 1.5f + 0.125f);
    assertThat(evaluator.predict(0.2f, 0.5f)).containsExactly(0.5f + 2 + 0.125f);
    assertThat(evaluator.predict(Float.NaN, 0.5f)).containsExactly(0.5f + 3 + 0.125f);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 8, 30, 100, 400, 1_000})
  void read_truncatedFile_isRefused(int length) {
    byte[] json = ModelFiles.SMALL.getBytes(UTF_8);
    byte[] ubj =
        NativeModel.train(Map.of("objective", "reg:squarederror"), 2, 3, 0, 1).file("ubj");

    assertThat(ModelFiles.refused(Arrays.copyOf(json, length)))
        .containsAnyOf("JSON broken at byte", "an empty file", "JSON is");
    assertThat(ModelFiles.refused(Arrays.copyOf(ubj, length)))
        .containsAnyOf("broken at byte", "an empty file");
  }

  static Stream<Arguments> foreign() {
    return Stream.of(
        Arguments.of("\u0089PNG\r\n\u001a\n", "a PNG image"),
        Arguments.of("tree\nversion=v4\nnum_class=1\n", "a text model of LightGBM"),
        Arguments.of("\u0080\u0004\u0095\u00b6", "a pickled Python object"),
        Arguments.of("PK\u0003\u0004", "a zip archive"),
        Arguments.of("\u001f\u008b\b", "a gzip archive"),
        Arguments.of("<html>", "XML or HTML"),
        Arguments.of("[{\"nodeid\":0}]", "a JSON array (dump_model writes one)"),
        Arguments.of("binf\0\0", "XGBoost's removed binary format"),
        Arguments.of("booster[0]:\n0:[f0<1]", "a text dump of trees"),
        Arguments.of("", "an empty file"),
        Arguments.of(" \n ", "a file of blanks"),
        Arguments.of("\u0000\u0000\u0000?", "a file that begins with ···?"),
        Arguments.of("hello", "a file that begins with hello"));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void read_foreignFile_isRefusedByItsName(String file, String name) {
    assertThat(ModelFiles.refused(file.getBytes(ISO_8859_1)))
        .isEqualTo("model refused: " + name
            + " is not a model of XGBoost; save_model writes one as .json or .ubj");
  }

  @Test
  void read_otherJson_isRefused() {
    assertThat(ModelFiles.refused("{}".getBytes(UTF_8)))
        .isEqualTo("model refused: learner is missing");
    assertThat(ModelFiles.refused("{\"name\":\"tree\",\"version\":\"v4\"}".getBytes(UTF_8)))
        .isEqualTo("model refused: version is text, not an array");
  }

  @Test
  void read_nestedJson_isRefusedWithoutOverflow() {
    assertThat(ModelFiles.refused(("{\"a\":" + "[".repeat(1_000_000)).getBytes(UTF_8)))
        .contains("JSON broken", "nesting");
  }

  @Test
  void read_nestedUbj_isRefusedWithoutOverflow() {
    ByteBuffer file = ByteBuffer.allocate(1_000_000)
        .put((byte) '{')
        .put((byte) 'L')
        .putLong(1)
        .put((byte) 'a');
    while (file.hasRemaining()) {
      file.put((byte) '[');
    }

    assertThat(ModelFiles.refused(file.array())).contains("UBJSON broken", "nests deeper than 32");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1_000, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
  void read_ubjWithLyingLengths_isRefusedWithoutAllocating(long length) {
    ByteBuffer key = ByteBuffer.allocate(20)
        .put((byte) '{')
        .put((byte) 'L')
        .putLong(length)
        .put("version".getBytes(UTF_8));
    ByteBuffer typed = ByteBuffer.allocate(40)
        .put((byte) '{')
        .put((byte) 'L')
        .putLong(7)
        .put("version".getBytes(UTF_8))
        .put("[$l#L".getBytes(UTF_8))
        .putLong(length);
    ByteBuffer counted = ByteBuffer.allocate(40)
        .put((byte) '{')
        .put((byte) 'L')
        .putLong(7)
        .put("version".getBytes(UTF_8))
        .put("[#L".getBytes(UTF_8))
        .putLong(length);

    assertThat(ModelFiles.refused(key.array())).contains("UBJSON broken at byte");
    assertThat(ModelFiles.refused(typed.array())).contains("UBJSON broken at byte");
    assertThat(ModelFiles.refused(counted.array())).contains("UBJSON broken at byte");
  }

  @Test
  void read_beyondALimit_isRefusedByIt() {
    NativeModel trained =
        NativeModel.train(Map.of("objective", "reg:squarederror", "max_depth", 4), 3, 5, 0, 1);
    byte[] file = trained.file("json");
    int nodes = trained.read().trees().getFirst().nodes();

    assertThat(ModelFiles.refused(file, new ReadLimits(1_000, 9, 99, 999, 9, 9, 9)))
        .contains("the file: %d is more than the limit of 1000".formatted(file.length));
    assertThat(ModelFiles.refused(file, new ReadLimits(1 << 20, 2, 99, 999, 9, 9, 9)))
        .contains(MODEL + ".tree_info: 3 is more than the limit of 2");
    assertThat(ModelFiles.refused(file, new ReadLimits(1 << 20, 9, 9, 999, 9, 9, 9)))
        .contains(": 10 is more than the limit of 9");
    assertThat(ModelFiles.refused(file, new ReadLimits(1 << 20, 9, 99, nodes, 9, 9, 9)))
        .contains(".trees: nodes: ", "is more than the limit of " + nodes);
    assertThat(ModelFiles.refused(file, new ReadLimits(1 << 20, 9, 99, 999, 3, 9, 9)))
        .contains(".depth: 4 is more than the limit of 3");
    assertThat(ModelFiles.refused(file, new ReadLimits(1 << 20, 9, 99, 999, 9, 4, 9)))
        .contains("num_feature: 5 is more than the limit of 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dart", "gblinear"})
  void read_otherBooster_isRefusedByItsName(String booster) {
    NativeModel trained = NativeModel.train(
        Map.of(
            "objective",
            "reg:squarederror",
            "booster",
            booster,
            "updater",
            booster.equals("dart") ? "grow_quantile_histmaker" : "shotgun"),
        3,
        4,
        0,
        1);

    assertThat(ModelFiles.refused(trained.file("ubj")))
        .isEqualTo(
            "model refused: learner.gradient_booster.name '%s' is not supported; supported: gbtree"
                .formatted(booster));
  }

  @Test
  void refusal_controlCharacters_areNotShown() {
    assertThat(ModelFiles.refused(
            ModelFiles.replace(ModelFiles.SMALL, "reg:squarederror", "\\u001b[31mred")
                .getBytes(UTF_8)))
        .contains("'·[31mred'");
  }

  private static BoostedModel read(String file) {
    return new ModelReader().read(file.getBytes(UTF_8));
  }
}
