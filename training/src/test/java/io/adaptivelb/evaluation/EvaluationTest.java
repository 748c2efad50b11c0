package io.adaptivelb.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.evaluation.LabelEvaluationUtil;

class EvaluationTest {
  private static final boolean[] TRUTH = {true, false, true, false, false};

  @Test
  void meanAbsolute_ofThreeErrors() {
    assertThat(Errors.meanAbsolute(new double[] {1, 2, 3}, new double[] {2, 2, 1}))
        .isEqualTo(1);
    assertThatThrownBy(() -> Errors.meanAbsolute(new double[2], new double[3]))
        .hasMessage("2 values and 3 predictions");
  }

  @Test
  void meanPinball_costsMoreOnTheRareSide() {
    double[] predicted = {10};

    assertThat(Errors.meanPinball(new double[] {12}, predicted, 0.9)).isCloseTo(1.8, within(1e-12));
    assertThat(Errors.meanPinball(new double[] {8}, predicted, 0.9)).isCloseTo(0.2, within(1e-12));
    assertThatThrownBy(() -> Errors.meanPinball(predicted, predicted, 1))
        .hasMessageContaining("quantile is 1.0");
  }

  @Test
  void auc_countsPairsInOrder() {
    // Of the six pairs of a positive and a negative four are in order.
    assertThat(Roc.of(TRUTH, new double[] {0.9, 0.8, 0.3, 0.2, 0.5}).auc())
        .isCloseTo(4 / 6.0, within(1e-12));
    assertThat(Roc.of(TRUTH, new double[] {5, 1, 4, 2, 3}).auc()).isEqualTo(1);
    assertThat(Roc.of(TRUTH, new double[] {1, 5, 2, 4, 3}).auc()).isEqualTo(0);
  }

  @Test
  void auc_ofTies_isHalf() {
    assertThat(Roc.of(TRUTH, new double[5]).auc()).isEqualTo(0.5);
    assertThat(Roc.of(new boolean[] {true, true}, new double[2]).auc()).isNaN();
  }

  @Test
  void auc_ofResampledRows_countsThemAsOftenAsDrawn() {
    Ranking ranking = new Ranking(TRUTH, new double[] {0.9, 0.8, 0.3, 0.2, 0.5});

    assertThat(ranking.auc(new int[] {1, 1, 1, 1, 1})).isCloseTo(4 / 6.0, within(1e-12));
    assertThat(ranking.auc(new int[] {3, 1, 1, 1, 1})).isCloseTo(10 / 12.0, within(1e-12));
    assertThat(ranking.auc(new int[] {0, 1, 0, 1, 1})).isNaN();
  }

  @Test
  void rocAndAuc_ofManyTies_areWhatTribuoSays() {
    // Tribuo takes scores that differ by less than 1e-12 for equal, so these are far apart or
    // equal.
    SplittableRandom random = new SplittableRandom(9);
    for (int steps : new int[] {2, 10, 1_000}) {
      boolean[] truth = new boolean[2_000];
      double[] scores = new double[truth.length];
      for (int i = 0; i < truth.length; i++) {
        truth[i] = random.nextInt(20) == 0;
        scores[i] = (random.nextInt(steps) + (truth[i] ? steps / 4 : 0)) / (double) steps;
      }

      Roc roc = Roc.of(truth, scores);

      LabelEvaluationUtil.ROC theirs = LabelEvaluationUtil.generateROCCurve(truth, scores);
      assertThat(roc.auc())
          .isCloseTo(LabelEvaluationUtil.binaryAUCROC(truth, scores), within(1e-12));
      assertThat(roc.points().stream().mapToDouble(Roc.Point::falsePositives))
          .containsExactly(Arrays.stream(theirs.fpr).boxed().toArray(Double[]::new));
      assertThat(roc.points().stream().mapToDouble(Roc.Point::truePositives))
          .containsExactly(Arrays.stream(theirs.tpr).boxed().toArray(Double[]::new));
    }
  }

  @Test
  void roc_pointsReachFromCornerToCorner() {
    Roc roc = Roc.of(TRUTH, new double[] {0.9, 0.8, 0.3, 0.2, 0.5});

    assertThat(roc.points().getFirst()).isEqualTo(new Roc.Point(0, 0));
    assertThat(roc.points().getLast()).isEqualTo(new Roc.Point(1, 1));
    assertThat(roc.points().get(1)).isEqualTo(new Roc.Point(0, 0.5));
    assertThat(roc.thinned(3)).hasSize(3).contains(new Roc.Point(0, 0), new Roc.Point(1, 1));
  }

  @Test
  void reliability_ofHandMadeProbabilities() {
    Reliability reliability = Reliability.of(
        new boolean[] {true, false, false, true}, new double[] {0.9, 0.1, 0.15, 0.95});

    assertThat(reliability.brier()).isCloseTo((0.01 + 0.01 + 0.0225 + 0.0025) / 4, within(1e-12));
    assertThat(reliability.brierOfShare()).isEqualTo(0.25);
    assertThat(reliability.bins()).hasSize(2);
    assertThat(reliability.bins().getFirst().predicted()).isCloseTo(0.125, within(1e-12));
    assertThat(reliability.bins().getFirst().observed()).isZero();
    assertThatThrownBy(() -> Reliability.of(new boolean[1], new double[] {1.5}))
        .hasMessageContaining("is 1.5");
  }

  @Test
  void platt_findsTheCurveThatMadeTheTruths() {
    SplittableRandom random = new SplittableRandom(3);
    int n = 20_000;
    double[] raw = new double[n];
    boolean[] truth = new boolean[n];
    for (int i = 0; i < n; i++) {
      double logOdds = 2 * random.nextGaussian();
      raw[i] = 1 / (1 + Math.exp(-logOdds));
      truth[i] = random.nextDouble() < 1 / (1 + Math.exp(-(0.5 * logOdds - 2)));
    }

    Platt platt = Platt.fit(truth, raw);

    assertThat(platt.slope()).isCloseTo(0.5, within(0.05));
    assertThat(platt.intercept()).isCloseTo(-2, within(0.1));
    assertThat(platt.of(0)).isBetween(0.0, 0.01);
    assertThat(platt.of(0.9)).isGreaterThan(platt.of(0.1));
  }

  @Test
  void platt_ofSeparatedTruths_staysFinite() {
    Platt platt =
        Platt.fit(new boolean[] {true, true, false, false}, new double[] {1, 0.9, 0.1, 0});

    assertThat(platt.of(1)).isBetween(0.5, 1.0);
    assertThat(platt.of(0)).isBetween(0.0, 0.5);
  }

  @Test
  void interval_ofBlocks_isWiderThanOfRows() {
    // Ten blocks of ten equal rows: there are ten numbers here, not a hundred.
    double[] values = new double[100];
    SplittableRandom random = new SplittableRandom(5);
    for (int block = 0; block < 10; block++) {
      Arrays.fill(values, 10 * block, 10 * block + 10, random.nextGaussian());
    }
    List<String> blocks = IntStream.range(0, 100).mapToObj(i -> "b" + i / 10).toList();
    List<String> rows = IntStream.range(0, 100).mapToObj(i -> "r" + i).toList();

    Interval ofBlocks = new BlockBootstrap(blocks, 500).interval(drawn -> mean(values, drawn));
    Interval ofRows = new BlockBootstrap(rows, 500).interval(drawn -> mean(values, drawn));

    assertThat(ofBlocks.high() - ofBlocks.low()).isGreaterThan(2 * (ofRows.high() - ofRows.low()));
    assertThat(new BlockBootstrap(blocks, 500).interval(drawn -> mean(values, drawn)))
        .isEqualTo(ofBlocks);
    assertThat(
            new BlockBootstrap(Collections.emptyList(), 5).interval(drawn -> 1).low())
        .isNaN();
  }

  private static double mean(double[] values, int[] times) {
    double sum = 0;
    for (int row = 0; row < times.length; row++) {
      sum += times[row] * values[row];
    }
    return sum / Arrays.stream(times).sum();
  }
}
