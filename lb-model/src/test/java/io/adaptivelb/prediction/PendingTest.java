package io.adaptivelb.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.features.CapacityReading;
import io.adaptivelb.features.FeatureSchema;
import org.junit.jupiter.api.Test;

class PendingTest {
  private static final double THRESHOLD = 0.02;
  private static final double NONE = Double.NaN;

  private final Ticks endpoint = new Ticks(1);
  private final Pending pending = new Pending(
      Ticks.CLUSTER,
      endpoint.id,
      Ticks.NOON,
      FeatureSchema.CURRENT.vector(new float[FeatureSchema.CURRENT.size()]),
      new CapacityReading(0.01, 1, 0.01, 0.01, 0.8, 4, Double.NaN));

  private void observe(double demand, double share, boolean shown) {
    pending.observe(
        endpoint.at(Ticks.NOON),
        new CapacityReading(demand, share, 0.01, 0.01, 0.8, 4, Double.NaN),
        shown,
        THRESHOLD);
  }

  private double came(Target target) {
    return pending.complete().aftermath().of(target);
  }

  @Test
  void dip_thatBeginsInTheFirstTick_isAsDeepAsTheSecond() {
    observe(0.013, 0.6, true);
    observe(0.03, 0.2, true);

    assertThat(came(Target.SERVICE_DEMAND)).isCloseTo(Math.log(3), within(1e-6));
    assertThat(came(Target.EFFECTIVE_CORES)).isCloseTo(Math.log(0.25), within(1e-6));
  }

  @Test
  void dip_thatBeginsInTheSecondTick_isNotForetoldYet() {
    observe(0.011, 0.8, true);
    observe(0.03, 0.2, true);

    assertThat(came(Target.SERVICE_DEMAND)).isCloseTo(Math.log(1.1), within(1e-6));
    assertThat(came(Target.EFFECTIVE_CORES)).isZero();
  }

  @Test
  void dip_thatEndsInTheSecondTick_isAsDeepAsTheFirst() {
    observe(0.02, 0.4, true);
    observe(0.01, 0.8, true);

    assertThat(came(Target.SERVICE_DEMAND)).isCloseTo(Math.log(2), within(1e-6));
    assertThat(came(Target.EFFECTIVE_CORES)).isCloseTo(Math.log(0.5), within(1e-6));
  }

  @Test
  void ticks_thatShowNothing_leaveItUnknown() {
    observe(0.02, 0.4, false);
    observe(NONE, NONE, true);

    assertThat(came(Target.SERVICE_DEMAND)).isNaN();
    assertThat(came(Target.EFFECTIVE_CORES)).isNaN();
    assertThat(came(Target.FAILURE)).isZero();
  }

  @Test
  void failure_isOneTickAboveTheThreshold() {
    endpoint.errorRatio = 0.03;
    observe(0.01, 1, true);
    endpoint.errorRatio = 0;
    observe(0.01, 1, true);

    assertThat(came(Target.FAILURE)).isOne();
  }

  @Test
  void failure_withErrorsBelowTheThreshold_isNone() {
    endpoint.errorRatio = 0.018;
    observe(0.01, 1, true);

    assertThat(came(Target.FAILURE)).isZero();
  }

  @Test
  void plannedLoad_isThatOfTheFirstTickOverWhatWasBelieved() {
    endpoint.rate = 160;
    observe(0.01, 1, true);
    endpoint.rate = 300;
    observe(0.01, 1, true);

    assertThat(pending.complete().features().get(FeatureSchema.PLANNED_UTILISATION))
        .isCloseTo(160 * 0.01f / 3.2f, within(1e-6f));
  }

  @Test
  void values_beyondTheLimit_areHeldThere() {
    observe(10, 1e-6, true);

    assertThat(came(Target.SERVICE_DEMAND)).isEqualTo(3);
    assertThat(came(Target.EFFECTIVE_CORES)).isEqualTo(-3);
  }

  @Test
  void nothingSeen_isAnEmptyAftermath() {
    assertThat(pending.complete().aftermath().isEmpty()).isTrue();
  }
}
