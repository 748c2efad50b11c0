package io.adaptivelb.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against XGBoost's own predictions, bit for bit. */
class EvaluatorTest {
  private static final int ROWS = 2_000;

  static Stream<Arguments> models() {
    String quantiles = "[0.5,0.9,0.99]";
    return Stream.of(
        model("squared error", 100, 10, 0, Map.of("objective", "reg:squarederror", "max_depth", 6)),
        model(
            "squared error, missing values",
            100,
            10,
            0.3,
            Map.of("objective", "reg:squarederror", "max_depth", 6)),
        model("one tree", 1, 5, 0.1, Map.of("objective", "reg:squarederror", "max_depth", 4)),
        model(
            "500 trees",
            500,
            8,
            0.1,
            Map.of("objective", "reg:squarederror", "max_depth", 3, "eta", 0.05)),
        model("stumps", 60, 8, 0.2, Map.of("objective", "reg:squarederror", "max_depth", 1)),
        model(
            "single leaves",
            5,
            3,
            0,
            Map.of("objective", "reg:squarederror", "min_child_weight", 1e9)),
        model(
            "deep",
            30,
            12,
            0.2,
            Map.of("objective", "reg:squarederror", "max_depth", 20, "min_child_weight", 0)),
        model(
            "lossguide",
            40,
            12,
            0.2,
            Map.of(
                "objective",
                "reg:squarederror",
                "grow_policy",
                "lossguide",
                "max_leaves",
                50,
                "max_depth",
                0)),
        model(
            "exact, pruned",
            40,
            6,
            0.2,
            Map.of(
                "objective",
                "reg:squarederror",
                "tree_method",
                "exact",
                "gamma",
                8,
                "max_depth",
                7)),
        model(
            "random forest",
            5,
            8,
            0.1,
            Map.of(
                "objective",
                "reg:squarederror",
                "num_parallel_tree",
                20,
                "subsample",
                0.6,
                "eta",
                0.7)),
        model(
            "many features",
            20,
            300,
            0.1,
            Map.of("objective", "reg:squarederror", "max_depth", 5, "colsample_bytree", 0.5)),
        model(
            "base score given",
            20,
            5,
            0.1,
            Map.of("objective", "reg:squarederror", "base_score", 123.456)),
        model("absolute error", 50, 8, 0.1, Map.of("objective", "reg:absoluteerror")),
        model("pseudo-Huber", 50, 8, 0.1, Map.of("objective", "reg:pseudohubererror")),
        model("binary", 100, 8, 0.1, Map.of("objective", "binary:logistic", "max_depth", 5)),
        model(
            "binary, base score given",
            30,
            8,
            0.1,
            Map.of("objective", "binary:logistic", "base_score", 0.013)),
        model(
            "binary, sure of itself",
            300,
            4,
            0,
            Map.of("objective", "binary:logistic", "lambda", 0, "min_child_weight", 0, "eta", 1)),
        model("share", 30, 8, 0.1, Map.of("objective", "reg:logistic")),
        model("count", 50, 8, 0.1, Map.of("objective", "count:poisson")),
        model(
            "one quantile",
            50,
            8,
            0.1,
            Map.of("objective", "reg:quantileerror", "quantile_alpha", 0.9)),
        model(
            "three quantiles",
            60,
            8,
            0.2,
            Map.of("objective", "reg:quantileerror", "quantile_alpha", quantiles)));
  }

  private static Arguments model(
      String name, int rounds, int features, double missing, Map<String, Object> parameters) {
    return Arguments.argumentSet(name, parameters, rounds, features, missing);
  }

  @ParameterizedTest
  @MethodSource("models")
  void predict_anyModel_equalsNativeBitForBit(
      Map<String, Object> parameters, int rounds, int features, double missing) {
    NativeModel trained = NativeModel.train(parameters, rounds, features, missing, 7);
    float[] rows = NativeModel.rows(new Random(8), ROWS, features, missing);
    int[] margins = NativeModel.bits(trained.predict(rows, true));
    int[] predictions = NativeModel.bits(trained.predict(rows, false));

    for (String format : new String[] {"json", "ubj"}) {
      Evaluator evaluator = new Evaluator(new ModelReader().read(trained.file(format)));
      float[] results = new float[ROWS * evaluator.outputs()];
      Evaluator.Scratch scratch = evaluator.newScratch();

      evaluator.margins(rows, ROWS, scratch, results);
      assertThat(NativeModel.bits(results)).as("margins from %s", format).isEqualTo(margins);
      evaluator.predict(rows, ROWS, scratch, results);
      assertThat(NativeModel.bits(results))
          .as("predictions from %s", format)
          .isEqualTo(predictions);
    }
  }

  @Test
  void predict_rowByRowAndInColumns_equalsTheBatch() {
    NativeModel trained = NativeModel.train(
        Map.of("objective", "reg:quantileerror", "quantile_alpha", "[0.5,0.9]"), 30, 9, 0.2, 3);
    Evaluator evaluator = new Evaluator(trained.read());
    float[] rows = NativeModel.rows(new Random(4), ROWS, 9, 0.2);
    float[] batch = new float[ROWS * 2];
    evaluator.predict(rows, ROWS, evaluator.newScratch(), batch);

    float[][] columns = new float[9][ROWS];
    for (int i = 0; i < rows.length; i++) {
      columns[i % 9][i / 9] = rows[i];
    }
    float[] byColumn = new float[ROWS * 2];
    evaluator.predict(columns, ROWS, evaluator.newScratch(), byColumn);
    assertThat(byColumn).isEqualTo(batch);
    for (int row = 0; row < ROWS; row++) {
      assertThat(evaluator.predict(Arrays.copyOfRange(rows, row * 9, row * 9 + 9)))
          .containsExactly(batch[2 * row], batch[2 * row + 1]);
    }
  }

  @Test
  void predict_valuesAtTheThresholds_goTheWayOfNative() {
    NativeModel trained =
        NativeModel.train(Map.of("objective", "reg:squarederror", "max_depth", 6), 50, 4, 0.1, 5);
    BoostedModel model = trained.read();
    float[] odd = {
      0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, Float.NaN
    };
    float[] rows = new float[4 * ROWS];
    Random random = new Random(6);
    float[] thresholds = thresholds(model);
    for (int i = 0; i < rows.length; i++) {
      float threshold = thresholds[random.nextInt(thresholds.length)];
      rows[i] = switch (random.nextInt(4)) {
        case 0 -> odd[random.nextInt(odd.length)];
        case 1 -> threshold;
        case 2 -> Math.nextDown(threshold);
        default -> Math.nextUp(threshold);
      };
    }
    float[] results = new float[ROWS];
    Evaluator evaluator = new Evaluator(model);
    evaluator.margins(rows, ROWS, evaluator.newScratch(), results);

    assertThat(NativeModel.bits(results)).isEqualTo(NativeModel.bits(trained.predict(rows, true)));
  }

  private static float[] thresholds(BoostedModel model) {
    float[] thresholds = new float[100_000];
    int[] count = {0};
    for (Tree tree : model.trees()) {
      tree.forEachNode(node -> {
        if (!tree.isLeaf(node)) {
          thresholds[count[0]++] = tree.threshold(node);
        }
      });
    }
    return Arrays.copyOf(thresholds, count[0]);
  }

  @Test
  void predict_infiniteValues_areNumbers() {
    NativeModel trained = NativeModel.train(Map.of("objective", "reg:squarederror"), 20, 3, 0, 5);
    Evaluator evaluator = new Evaluator(trained.read());

    assertThat(evaluator.predict(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0))
        .isEqualTo(evaluator.predict(Float.MAX_VALUE, -Float.MAX_VALUE, 0));
  }

  @Test
  void predict_manyThreads_shareOneEvaluator() throws InterruptedException {
    NativeModel trained = NativeModel.train(Map.of("objective", "binary:logistic"), 40, 6, 0.1, 9);
    Evaluator evaluator = new Evaluator(trained.read());
    float[] rows = NativeModel.rows(new Random(10), ROWS, 6, 0.1);
    float[] expected = trained.predict(rows, false);
    ConcurrentLinkedQueue<float[]> found = new ConcurrentLinkedQueue<>();
    Thread[] threads = IntStream.range(0, 4)
        .mapToObj(i -> Thread.ofPlatform().start(() -> {
          Evaluator.Scratch scratch = evaluator.newScratch();
          float[] results = new float[ROWS];
          for (int round = 0; round < 20; round++) {
            evaluator.predict(rows, ROWS, scratch, results);
          }
          found.add(results);
        }))
        .toArray(Thread[]::new);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(found).hasSize(4).allSatisfy(results -> assertThat(results).isEqualTo(expected));
  }

  @Test
  void predict_arraysOfTheWrongLength_areRefusedByNumber() {
    Evaluator evaluator = new Evaluator(
        NativeModel.train(Map.of("objective", "reg:squarederror"), 2, 3, 0, 5).read());
    Evaluator other = new Evaluator(
        NativeModel.train(Map.of("objective", "reg:squarederror"), 2, 4, 0, 5).read());
    float[] results = new float[2];

    assertThatThrownBy(() -> evaluator.predict(new float[5], 2, evaluator.newScratch(), results))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows: 5 values, 6 are needed");
    assertThatThrownBy(() -> evaluator.predict(new float[9], 3, evaluator.newScratch(), results))
        .hasMessage("results: 2 values, 3 are needed");
    assertThatThrownBy(() -> evaluator.predict(new float[3], 1, other.newScratch(), results))
        .hasMessage("the scratch is for 4 features, the model has 3");
    assertThatThrownBy(() -> evaluator.predict(new float[3], -1, evaluator.newScratch(), results))
        .hasMessage("count -1 is negative");
    assertThatThrownBy(() -> evaluator.predict(new float[2][9], 1, evaluator.newScratch(), results))
        .hasMessage("columns: 2 values, 3 are needed");
  }
}
