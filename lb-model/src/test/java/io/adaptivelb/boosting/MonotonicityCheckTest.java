package io.adaptivelb.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.boosting.Monotonicity.Proven;
import io.adaptivelb.boosting.Monotonicity.Refuted;
import io.adaptivelb.boosting.Monotonicity.Undecided;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MonotonicityCheckTest {
  private static final int FEATURES = 4;
  private static final Map<Integer, Direction> CONSTRAINTS =
      Map.of(0, Direction.RISING, 2, Direction.FALLING);

  /** Rises with feature 0 and falls with feature 2, but for much noise. */
  private static NativeModel train(
      String objective, boolean constrained, int rounds, double missing) {
    Random random = new Random(41);
    int count = 3_000;
    float[] rows = NativeModel.rows(random, count, FEATURES, missing);
    float[] labels = new float[count];
    for (int i = 0; i < count; i++) {
      double sum = value(rows[i * FEATURES])
          - 0.3 * value(rows[i * FEATURES + 2])
          + Math.sin(3 * value(rows[i * FEATURES + 3]));
      double label = sum + 2 * random.nextGaussian();
      labels[i] = objective.contains("logistic") ? (label > 0 ? 1 : 0) : (float) label;
    }
    Map<String, Object> parameters = Map.of(
        "objective",
        objective,
        "max_depth",
        5,
        "min_child_weight",
        1,
        "quantile_alpha",
        "[0.5,0.9]",
        "monotone_constraints",
        constrained ? "(1,0,-1,0)" : "(0,0,0,0)");
    return NativeModel.train(parameters, rounds, rows, labels, FEATURES);
  }

  private static double value(float feature) {
    return Float.isNaN(feature) ? 0 : feature;
  }

  static Stream<Arguments> constrained() {
    return Stream.of(
        Arguments.of("reg:squarederror", 200, 0.0),
        Arguments.of("reg:squarederror", 50, 0.2),
        Arguments.of("binary:logistic", 200, 0.0),
        Arguments.of("binary:logistic", 50, 0.2));
  }

  @ParameterizedTest
  @MethodSource("constrained")
  void check_constraintThatXgboostKeeps_isProven(String objective, int rounds, double missing) {
    BoostedModel model = train(objective, true, rounds, missing).read();

    assertThat(new MonotonicityCheck(model).check(CONSTRAINTS))
        .hasSize(2)
        .hasOnlyElementsOfType(Proven.class);
  }

  @ParameterizedTest
  @MethodSource("constrained")
  void check_noConstraint_isRefutedByARowThatNativeSeesToo(
      String objective, int rounds, double missing) {
    NativeModel trained = train(objective, false, rounds, missing);

    for (Monotonicity found : new MonotonicityCheck(trained.read()).check(CONSTRAINTS)) {
      assertStepsTheWrongWay(trained, found);
    }
  }

  /** XGBoost 3.0.4 refits the leaves of quantile trees, and forgets the constraint. */
  @Test
  void check_quantilesOfAConstrainedModel_areRefuted() {
    NativeModel trained = train("reg:quantileerror", true, 60, 0);
    List<Monotonicity> found = new MonotonicityCheck(trained.read()).check(CONSTRAINTS);

    assertThat(found)
        .hasSize(4)
        .anyMatch(Refuted.class::isInstance)
        .noneMatch(Undecided.class::isInstance);
    found.stream()
        .filter(Refuted.class::isInstance)
        .forEach(it -> assertStepsTheWrongWay(trained, it));
  }

  private static void assertStepsTheWrongWay(NativeModel trained, Monotonicity found) {
    assertThat(found).isInstanceOf(Refuted.class);
    Refuted refuted = (Refuted) found;
    float[] rows = new float[2 * FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      rows[i] = refuted.row().get(i);
      rows[FEATURES + i] = refuted.row().get(i);
    }
    assertThat(rows[refuted.feature()]).isEqualTo(refuted.below());
    rows[FEATURES + refuted.feature()] = refuted.above();
    int outputs = trained.read().outputs();
    float[] margins = trained.predict(rows, true);
    double rise = (double) margins[outputs + refuted.output()] - margins[refuted.output()];
    double step = CONSTRAINTS.get(refuted.feature()) == Direction.RISING ? -rise : rise;
    // Native adds in single precision.
    assertThat(step).isBetween(refuted.step() - 1e-5, refuted.step() + 1e-5);
    assertThat(refuted.step()).isPositive();
  }

  @Test
  void check_treesThatMakeUpForEachOther_isProven() {
    // Feature 0 splits at 1: the first tree falls by 1 there, the second rises by 2.
    BoostedModel model = model(stump(0, 1, 1, 0), stump(0, 1, 0, 2));
    // Here the second does so elsewhere.
    BoostedModel apart = model(stump(0, 1, 1, 0), stump(0, 2, 0, 2));

    assertThat(new MonotonicityCheck(model).check(0, 0, Direction.RISING))
        .isInstanceOf(Proven.class);
    assertThat(new MonotonicityCheck(model).check(0, 0, Direction.FALLING))
        .isEqualTo(new Refuted(0, 0, List.of(Math.nextDown(1f), 0f), Math.nextDown(1f), 1, 1));
    assertThat(new MonotonicityCheck(apart).check(0, 0, Direction.RISING))
        .isEqualTo(new Refuted(0, 0, List.of(Math.nextDown(1f), 0f), Math.nextDown(1f), 1, 1));
  }

  @Test
  void check_fallWhereNoRowGets_isProven() {
    // Feature 1 < 5, and there feature 1 ≥ 7, which no value is, and missing goes right first:
    // feature 0 falls there.
    Tree unreachable = tree(
        new int[] {1, 3, -1, -1, 5, -1, -1},
        new int[] {1, 1, 0, 0, 0, 0, 0},
        new float[] {5, 7, 0, 0, 1, 1, 0},
        false);
    // As before, but missing goes left first and then right.
    Tree reachedByMissing = tree(
        new int[] {1, 3, -1, -1, 5, -1, -1},
        new int[] {1, 1, 0, 0, 0, 0, 0},
        new float[] {5, 7, 0, 0, 1, 1, 0},
        true);

    assertThat(new MonotonicityCheck(model(unreachable)).check(0, 0, Direction.RISING))
        .isInstanceOf(Proven.class);
    assertThat(new MonotonicityCheck(model(reachedByMissing)).check(0, 0, Direction.RISING))
        .isEqualTo(
            new Refuted(0, 0, List.of(Math.nextDown(1f), Float.NaN), Math.nextDown(1f), 1, 1));
  }

  @Test
  void check_stepWithinTheTolerance_isLetPass() {
    BoostedModel model = model(stump(0, 1, 0.001f, 0));

    assertThat(new MonotonicityCheck(model, 0.01, 1_000).check(0, 0, Direction.RISING))
        .isInstanceOf(Proven.class);
    assertThat(new MonotonicityCheck(model, 0.0001, 1_000).check(0, 0, Direction.RISING))
        .isInstanceOf(Refuted.class);
  }

  @Test
  void check_tooFewSteps_isUndecided() {
    BoostedModel model = train("reg:squarederror", true, 50, 0).read();

    assertThat(new MonotonicityCheck(model, 0, 100).check(0, 0, Direction.RISING))
        .isInstanceOfSatisfying(
            Undecided.class,
            it -> assertThat(it.reason()).startsWith("not decided within 100 steps at f0 = "));
  }

  @Test
  void check_featureThatIsNotThere_isRefusedByNumber() {
    MonotonicityCheck check = new MonotonicityCheck(model(stump(0, 1, 0, 1)));

    assertThatThrownBy(() -> check.check(0, 2, Direction.RISING))
        .hasMessage("output 0, feature 2: the model has 1 outputs and 2 features");
  }

  private static BoostedModel model(Tree... trees) {
    return new BoostedModel(
        "3.0.4",
        Objective.SQUARED_ERROR,
        List.of(),
        2,
        List.of(),
        List.of(0f),
        List.of(trees),
        Stream.of(trees).map(it -> 0).toList(),
        Map.of());
  }

  private static Tree stump(int feature, float threshold, float below, float above) {
    return tree(
        new int[] {1, -1, -1},
        new int[] {feature, 0, 0},
        new float[] {threshold, below, above},
        true);
  }

  private static Tree tree(int[] left, int[] features, float[] numbers, boolean rootDefaultLeft) {
    int nodes = left.length;
    int[] right = new int[nodes];
    float[] ones = new float[nodes];
    for (int i = 0; i < nodes; i++) {
      right[i] = left[i] < 0 ? -1 : left[i] + 1;
      ones[i] = 1;
    }
    boolean[] defaultLeft = new boolean[nodes];
    defaultLeft[0] = rootDefaultLeft;
    return new Tree("tree", left, right, features, numbers, defaultLeft, ones, ones, 2, 10);
  }
}
