package io.adaptivelb.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.learner.TreeParameters.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LearnerTest {
  private static final TreeParameters LOGISTIC =
      new TreeParameters(Objective.LOGISTIC, 4, 0.1, 1, 0.8, 1, 1, 60, 0, List.of(1, 0));
  private static final TreeParameters ABSOLUTE =
      new TreeParameters(Objective.ABSOLUTE_ERROR, 3, 0.2, 1, 1, 1, 1, 200, 20, List.of());

  /** The label is the sign of the first column, mostly; the second means nothing. */
  private static Rows noisySigns(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Rows rows = new Rows(2);
    for (int i = 0; i < n; i++) {
      float x = (float) random.nextGaussian();
      rows.add(
          new float[] {x, random.nextInt(9) == 0 ? Float.NaN : random.nextInt(5)},
          x + random.nextGaussian() > 0 ? 1 : 0,
          1);
    }
    return rows;
  }

  @Test
  void train_predictsProbabilitiesThatRiseWithTheColumn() {
    Rows rows = noisySigns(500, 1);

    try (Ensemble trees = new Learner(1).train(LOGISTIC, rows, List.of(1L, 2L))) {
      double[] predicted = trees.predict(rows);

      assertThat(Arrays.stream(predicted).allMatch(p -> p > 0 && p < 1)).isTrue();
      Monotonicity.require(trees, rows, List.of(1, 0));
      assertThat(trees.importance()[0]).isGreaterThan(trees.importance()[1]);
      assertThatThrownBy(() -> Monotonicity.require(trees, rows, List.of(-1, 0)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("column 0 is to push down");
    }
  }

  @Test
  void train_isTheSameAgainAndWithMoreThreads() {
    Rows rows = noisySigns(500, 1);
    double[][] predicted = new double[3][];
    for (int i = 0; i < predicted.length; i++) {
      try (Ensemble trees = new Learner(i == 2 ? 2 : 1).train(LOGISTIC, rows, List.of(7L))) {
        predicted[i] = trees.predict(rows);
      }
    }

    assertThat(predicted[1]).isEqualTo(predicted[0]);
    assertThat(predicted[2]).isEqualTo(predicted[0]);
  }

  @Test
  void bestRounds_stopsWhereNoiseIsLearned() {
    int rounds = new Learner(1).bestRounds(ABSOLUTE, noisySigns(200, 1), noisySigns(200, 2), 1);

    assertThat(rounds).isBetween(1, 180);
    assertThat(new Learner(1).bestRounds(ABSOLUTE, noisySigns(200, 1), noisySigns(200, 2), 1))
        .isEqualTo(rounds);
    assertThatThrownBy(
            () -> new Learner(1).bestRounds(LOGISTIC, noisySigns(9, 1), noisySigns(9, 1), 1))
        .hasMessageContaining("patience");
  }

  @Test
  void parameters_outOfRange_areRefusedByName() {
    assertThatThrownBy(
            () -> new TreeParameters(Objective.LOGISTIC, 0, 0.1, 1, 1, 1, 1, 1, 0, List.of()))
        .hasMessage("depth is 0.0; it must be in 1.0…16.0");
    assertThatThrownBy(() ->
            new TreeParameters(Objective.ABSOLUTE_ERROR, 3, 0.1, 1, 1, 1, 1, 1, 0, List.of(1)))
        .hasMessageContaining("monotone columns need the logistic objective");
    assertThatThrownBy(() -> new Learner(0)).hasMessageContaining("threads are 0");
  }

  @Test
  void rows_thatAreNone_areRefused() {
    Rows rows = new Rows(2);

    assertThatThrownBy(() -> rows.add(new float[3], 1, 1))
        .hasMessage("a row of 3 columns among rows of 2");
    assertThatThrownBy(() -> rows.add(new float[] {1, Float.POSITIVE_INFINITY}, 1, 1))
        .hasMessageContaining("column 1 of row 0");
    assertThatThrownBy(() -> rows.add(new float[2], Double.NaN, 1))
        .hasMessageContaining("label NaN");
    assertThatThrownBy(() -> rows.add(new float[2], 1, -1)).hasMessageContaining("weight -1.0");
    assertThatThrownBy(() -> new Learner(1).train(LOGISTIC, rows, List.of(1L)))
        .hasMessage("there are no rows to learn from");
  }

  @Test
  void predict_ofOtherColumns_isRefused() {
    try (Ensemble trees = new Learner(1).train(LOGISTIC, noisySigns(50, 1), List.of(1L))) {
      assertThatThrownBy(() -> trees.predict(new Rows(3)))
          .hasMessage("rows of 3 columns for trees of 2");
      assertThat(trees.predict(new Rows(2))).isEmpty();
    }
  }
}
