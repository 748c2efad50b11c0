package io.adaptivelb.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.prediction.FeatureRanges;
import io.adaptivelb.prediction.FeatureRanges.Range;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RangeDriftTest {
  /** The quantiles of 0, 0.001, …, 1. */
  private static final Range EVEN = new Range(0, List.of(0.001f, 0.01f, 0.5f, 0.99f, 0.999f));

  private static float[] even(double from) {
    float[] values = new float[1_001];
    IntStream.range(0, values.length).forEach(i -> values[i] = (float) (from + i / 1_000.0));
    return values;
  }

  @Test
  void sameValues_areNoDistance() {
    RangeDrift drift = RangeDrift.of("x", EVEN, even(0), 1_001);

    assertThat(drift.distance()).isLessThan(0.002);
    assertThat(drift.outside()).isEqualTo(0.002, within(1e-4));
    assertThat(drift.medianAfter()).isEqualTo(0.5);
  }

  @Test
  void movedValues_areAsFarAsTheirShares() {
    RangeDrift drift = RangeDrift.of("x", EVEN, even(0.3), 1_001);

    assertThat(drift.distance()).isEqualTo(0.3, within(0.002));
    assertThat(drift.outside()).isEqualTo(0.3, within(0.002));
  }

  /** A flag that seven of ten rows have: whole stretches of quantiles are equal. */
  @Test
  void equalValues_areNoDistance() {
    float[] flags = new float[100];
    IntStream.range(30, 100).forEach(i -> flags[i] = 1);
    Range before = new Range(0, List.of(0f, 0f, 1f, 1f, 1f));

    assertThat(RangeDrift.of("flag", before, flags, 100).distance()).isZero();
    assertThat(RangeDrift.of("flag", before, new float[100], 100).distance()).isEqualTo(0.5);
  }

  @Test
  void missingValues_count() {
    RangeDrift drift = RangeDrift.of("x", EVEN, even(0), 2_002);

    assertThat(drift.distance()).isEqualTo(0.5);
    assertThat(drift.missingAfter()).isEqualTo(0.5);
  }

  @Test
  void whatWasNeverThere_isOutside() {
    Range never = new Range(1, List.of());

    RangeDrift drift = RangeDrift.of("x", never, even(0), 1_001);

    assertThat(drift.distance()).isEqualTo(1);
    assertThat(drift.outside()).isEqualTo(1);
    assertThat(drift.medianBefore()).isNaN();
    assertThat(RangeDrift.of("x", never, new float[0], 10).distance()).isZero();
  }

  @Test
  void table_isMeasuredFeatureByFeature() {
    ExampleTable table = new SyntheticFleet(1, 4, 100, 1).table(1);
    FeatureRanges own = TableRanges.of(table);

    List<RangeDrift> drifts = RangeDrift.of(own, new SyntheticFleet(1, 4, 100, 1).table(2));

    assertThat(drifts).hasSize(table.schema().size());
    assertThat(RangeDrift.of(own, table).getFirst().distance()).isLessThan(0.01);
    assertThat(drifts.getFirst().distance()).isBetween(0.02, 0.2);
  }
}
