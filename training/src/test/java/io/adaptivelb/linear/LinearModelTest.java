package io.adaptivelb.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.evaluation.Ranking;
import io.adaptivelb.learner.Rows;
import io.adaptivelb.linear.LinearModel.Descent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LinearModelTest {
  private static final List<String> NAMES = List.of("a", "b", "noise");
  private static final Descent DESCENT = new Descent(0.1, 10, 1);
  private static final float MISSING = Float.NaN;

  /** Labels are 3 a − 2 b, of features in very different units; a tenth of the rows is far off. */
  private static Rows rows(long seed, int n, boolean outliers) {
    SplittableRandom random = new SplittableRandom(seed);
    Rows rows = new Rows(3);
    for (int i = 0; i < n; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      double label = 3 * a - 2 * b + (outliers && i % 10 == 0 ? 500 : 0);
      rows.add(row(a, 1_000 + 100 * b, random.nextGaussian()), label, 1);
    }
    return rows;
  }

  private static float[] row(double... values) {
    float[] row = new float[values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) values[i];
    }
    return row;
  }

  private static double[] predict(LinearModel model, float[]... some) {
    Rows rows = new Rows(3);
    for (float[] row : some) {
      rows.add(row, 0, 1);
    }
    return model.predict(rows);
  }

  @Test
  void median_ofALinearLabel_isFoundInAnyUnit() {
    LinearModel model = LinearModel.median(NAMES, "rows", rows(1, 4_000, false), DESCENT);

    double[] predicted = predict(model, row(1, 1_000, 0), row(0, 1_100, 0), row(0, 1_000, 2));

    assertThat(predicted[0]).isCloseTo(3, within(0.2));
    assertThat(predicted[1]).isCloseTo(-2, within(0.2));
    assertThat(predicted[2]).isCloseTo(0, within(0.2));
  }

  @Test
  void median_isNotMovedByWhatIsFarOff() {
    LinearModel model = LinearModel.median(NAMES, "rows", rows(1, 4_000, true), DESCENT);

    // Least squares would be 50 too high everywhere.
    assertThat(predict(model, row(0, 1_000, 0))[0]).isCloseTo(0, within(5.0));
  }

  @Test
  void missingValue_countsAsTheMeanOfTheRowsThatWereLearnedFrom() {
    Rows rows = rows(1, 4_000, false);
    double mean = 0;
    for (int i = 0; i < rows.size(); i++) {
      mean += rows.row(i)[1] / rows.size();
    }
    LinearModel model = LinearModel.median(NAMES, "rows", rows, DESCENT);

    double[] predicted = predict(model, row(1, MISSING, 0), row(1, mean, 0));

    assertThat(predicted[0]).isCloseTo(predicted[1], within(1e-3));
    assertThat(predict(model, row(MISSING, MISSING, MISSING))[0]).isCloseTo(0, within(0.2));
  }

  @Test
  void featureFarOutside_countsAsFiveDeviations() {
    LinearModel model = LinearModel.median(NAMES, "rows", rows(1, 4_000, false), DESCENT);

    double[] predicted = predict(model, row(1e6, 1_000, 0), row(1e9, 1_000, 0));

    assertThat(predicted[0]).isEqualTo(predicted[1]).isCloseTo(15, within(1.0));
  }

  @Test
  void probability_ranksWhatIsLikelyAbove() {
    SplittableRandom random = new SplittableRandom(2);
    Rows rows = new Rows(3);
    boolean[] truth = new boolean[3_000];
    for (int i = 0; i < truth.length; i++) {
      double a = random.nextGaussian();
      truth[i] = random.nextDouble() < 1 / (1 + Math.exp(3 - 3 * a));
      rows.add(row(a, MISSING, random.nextGaussian()), truth[i] ? 1 : 0, 1);
    }

    double[] predicted = LinearModel.probability(NAMES, "rows", rows, DESCENT).predict(rows);

    assertThat(Arrays.stream(predicted)).allMatch(p -> p >= 0 && p <= 1);
    int[] once = new int[truth.length];
    Arrays.fill(once, 1);
    assertThat(new Ranking(truth, predicted).auc(once)).isGreaterThan(0.9);
  }

  @Test
  void probability_withoutAnyPositive_isZero() {
    Rows rows = new Rows(3);
    for (int i = 0; i < 20; i++) {
      rows.add(row(i, -i, 0), 0, 1);
    }

    assertThat(LinearModel.probability(NAMES, "rows", rows, DESCENT).predict(rows))
        .containsOnly(0);
  }

  @Test
  void training_isTheSameAgain() {
    Rows rows = rows(3, 500, true);

    LinearModel one = LinearModel.median(NAMES, "rows", rows, DESCENT);
    LinearModel again = LinearModel.median(NAMES, "rows", rows, DESCENT);
    LinearModel otherwise = LinearModel.median(NAMES, "rows", rows, new Descent(0.1, 10, 2));

    assertThat(again.predict(rows)).isEqualTo(one.predict(rows));
    assertThat(again.provenance()).isEqualTo(one.provenance());
    assertThat(otherwise.predict(rows)).isNotEqualTo(one.predict(rows));
  }

  @Test
  void provenance_saysWhatWasTrainedOnWhatAndHow() {
    Rows rows = rows(3, 500, false);
    LinearModel model =
        LinearModel.median(NAMES, "a day, first half", rows, new Descent(0.02, 4, 7));

    Map<String, Object> provenance = model.provenance();

    assertThat(provenance.toString())
        .contains("description=a day, first half")
        .contains("num-examples=500")
        .contains("num-features=3")
        .contains("features=in standard deviations")
        .contains("AbsoluteLoss")
        .contains("AdaGrad")
        .contains("initialLearningRate=0.02")
        .contains("epochs=4")
        .contains("seed=7")
        .doesNotContain(
            "trained-at", "host", "os-name", "java-version", System.getProperty("user.dir"));
  }

  @Test
  void training_writesNothingToTheScreen() {
    List<String> lines = new ArrayList<>();
    Handler handler = new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(line.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      LinearModel.median(NAMES, "rows", rows(1, 50, false), DESCENT);
    } finally {
      root.removeHandler(handler);
    }

    assertThat(lines).isEmpty();
  }

  @Test
  void mistake_namesTheValueAndTheRule() {
    LinearModel model = LinearModel.median(NAMES, "rows", rows(1, 50, false), DESCENT);

    assertThatThrownBy(() -> new Descent(0, 1, 1)).hasMessageContaining("rate is 0.0");
    assertThatThrownBy(() -> new Descent(0.1, 0, 1)).hasMessageContaining("passes are 0");
    Rows other = new Rows(2);
    other.add(row(1, 2), 0, 1);
    assertThatThrownBy(() -> model.predict(other))
        .hasMessage("a row of 2 columns for a model of 3");
    assertThatThrownBy(() -> LinearModel.median(NAMES, "rows", new Rows(3), DESCENT))
        .hasMessage("there are no rows to learn from");
  }
}
