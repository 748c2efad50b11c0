package io.adaptivelb.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.FeatureRanges;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureDriftTest {
  private static float[] ramp(int size, float from, float step) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = from + step * i;
    }
    return values;
  }

  @Test
  void psi_ofTheSame_isZero() {
    float[] values = ramp(1_000, 0, 1);

    assertThat(FeatureDrift.of("f", values, 1_250, values, 1_250).psi()).isZero();
  }

  /** Half of the rows leave the lower five tenths for the upper five: Σ (q − p) ln(q / p) over shares of 0.1. */
  @Test
  void psi_ofAShift_isByTheFormula() {
    float[] before = ramp(1_000, 0, 1);
    float[] after = ramp(1_000, 500, 0.5f);
    double lower = 5 * (1e-4 - 0.1) * Math.log(1e-4 / 0.1);
    double upper = 5 * (0.2 - 0.1) * Math.log(0.2 / 0.1);

    assertThat(FeatureDrift.of("f", before, 1_000, after, 1_000).psi())
        .isCloseTo(lower + upper, within(1e-9));
  }

  @Test
  void psi_ofWhatIsMissingMoreOften_isByTheFormula() {
    FeatureDrift drift = FeatureDrift.of("f", ramp(900, 1, 0), 1_000, ramp(500, 1, 0), 1_000);

    assertThat(drift.psi())
        .isCloseTo((0.5 - 0.1) * Math.log(5) + (0.5 - 0.9) * Math.log(0.5 / 0.9), within(1e-9));
    assertThat(drift.missingBefore()).isCloseTo(0.1, within(1e-12));
    assertThat(drift.missingAfter()).isEqualTo(0.5);
    assertThat(drift.medianAfter()).isEqualTo(1);
  }

  @Test
  void psi_ofWhatWasNeverThere_isLarge() {
    FeatureDrift drift = FeatureDrift.of("f", new float[0], 100, ramp(100, 0, 1), 100);

    assertThat(drift.psi()).isGreaterThan(5);
    assertThat(drift.medianBefore()).isNaN();
  }

  @Test
  void of_aFleetThatStaysAsItIs_findsNothing() {
    List<FeatureDrift> drifts =
        FeatureDrift.of(new SyntheticFleet(2, 10, 1_000, 1).table(1), HeadSettings.DEFAULTS);

    assertThat(drifts).hasSize(FeatureSchema.CURRENT.size());
    assertThat(drifts.getFirst().psi()).isLessThan(0.02);
  }

  @Test
  void ranges_ofATable_areItsQuantiles() {
    FeatureRanges ranges = TableRanges.of(new SyntheticFleet(2, 10, 1_000, 1).table(1));

    FeatureRanges.Range gaussian = ranges.ranges().get(5);
    assertThat(gaussian.missing()).isCloseTo(0.05, within(0.01));
    assertThat(gaussian.quantiles().get(0)).isCloseTo(-3.09f, within(0.3f));
    assertThat(gaussian.quantiles().get(1)).isCloseTo(-2.33f, within(0.15f));
    assertThat(gaussian.quantiles().get(2)).isCloseTo(0, within(0.05f));
    assertThat(gaussian.quantiles().get(4)).isCloseTo(3.09f, within(0.3f));
    assertThat(ranges.ranges().get(0).missing()).isZero();
  }
}
