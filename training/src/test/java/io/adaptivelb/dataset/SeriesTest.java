package io.adaptivelb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static final double NONE = Double.NaN;
  private final Series series = new Series(new double[] {1, 2, NONE, 4, 8});

  @Test
  void statistics_lookBackOverTheWindow() {
    assertThat(series.mean(4, 3)).isEqualTo(6);
    assertThat(series.max(3, 4)).isEqualTo(4);
    assertThat(series.min(4, 3)).isEqualTo(4);
    assertThat(series.median(4, 5)).isEqualTo(3);
    assertThat(series.medianDeviation(4, 5)).isEqualTo(1.5);
    assertThat(series.deviation(4, 2)).isCloseTo(Math.sqrt(8), within(1e-12));
    assertThat(series.slope(4, 2)).isEqualTo(4);
    assertThat(series.count(4, 5)).isEqualTo(4);
  }

  @Test
  void statistics_ofNothing_areMissing() {
    assertThat(series.mean(2, 1)).isNaN();
    assertThat(series.max(2, 1)).isNaN();
    assertThat(series.median(2, 1)).isNaN();
    assertThat(series.deviation(3, 2)).isNaN();
    assertThat(series.slope(3, 2)).isNaN();
    assertThat(series.at(-1)).isNaN();
    assertThat(series.count(-3, 5)).isZero();
  }

  @Test
  void ewma_ofSpan3_halvesTheDistance() {
    Series smooth = series.ewma(3);

    assertThat(List.of(smooth.at(0), smooth.at(1), smooth.at(2), smooth.at(3), smooth.at(4)))
        .containsExactly(1.0, 1.5, 1.5, 2.75, 5.375);
  }

  @Test
  void everything_doesNotSeeTheFuture() {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = random.doubles(50).toArray();
    Series before = new Series(values);
    for (int i = 31; i < values.length; i++) {
      values[i] = 1e6 * random.nextDouble();
    }
    Series after = new Series(values);

    List<ToDoubleFunction<Series>> statistics = List.of(
        s -> s.mean(30, 20),
        s -> s.max(30, 20),
        s -> s.min(30, 20),
        s -> s.median(30, 20),
        s -> s.medianDeviation(30, 20),
        s -> s.deviation(30, 20),
        s -> s.slope(30, 20),
        s -> s.ewma(10).at(30));
    for (ToDoubleFunction<Series> statistic : statistics) {
      assertThat(statistic.applyAsDouble(after)).isEqualTo(statistic.applyAsDouble(before));
    }
  }
}
