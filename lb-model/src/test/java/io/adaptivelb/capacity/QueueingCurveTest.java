package io.adaptivelb.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueingCurveTest {
  @Test
  void sojourn_ofOneServer_isThatOfMm1() {
    assertThat(QueueingCurve.sojournSeconds(0.01, 1, 50)).isCloseTo(0.02, within(1e-12));
    assertThat(QueueingCurve.sojournSeconds(0.01, 1, 90)).isCloseTo(0.1, within(1e-12));
  }

  /** Erlang C: the exact mean sojourn time of M/M/k in service times. */
  @ParameterizedTest
  @CsvSource({"2, 0.5, 1.3333", "4, 0.5, 1.0870", "4, 0.8, 1.7455", "8, 0.9, 1.8777"})
  void sojourn_ofManyServers_isNearErlangC(double servers, double utilisation, double exact) {
    double rate = utilisation * servers / 0.01;

    assertThat(QueueingCurve.sojournSeconds(0.01, servers, rate) / 0.01)
        .isCloseTo(exact, within(0.06 * exact));
  }

  @Test
  void sojourn_beyondCapacity_staysFiniteAndRises() {
    double before = 0;
    for (double rate = 0; rate < 1_000; rate += 7) {
      double now = QueueingCurve.sojournSeconds(0.01, 4, rate);
      assertThat(now).isFinite().isGreaterThan(before);
      before = now;
    }
  }

  @ParameterizedTest
  @CsvSource({"0.4", "0.7", "0.95"})
  void speedShare_invertsTheCurve(double share) {
    double observed = QueueingCurve.sojournSeconds(0.01 / share, 4, 120);

    assertThat(QueueingCurve.speedShare(0.01, 4, 120, observed, 0.03))
        .isCloseTo(share, within(1e-3));
  }

  @Test
  void knee_isWhereWaitingEqualsService() {
    assertThat(new StationTable(1).knee()).isCloseTo(0.5, within(1e-6));
    assertThat(new StationTable(4).knee()).isBetween(0.8, 0.86);
  }

  @Test
  void utilisationAtMarginal_risesAndStaysInRange() {
    StationTable table = new StationTable(4);
    double before = -1;
    for (double x = -5; x < 15; x += 0.05) {
      double now = table.utilisationAtMarginal(x);
      assertThat(now).isBetween(Math.max(0, before), QueueingCurve.MAX_UTILISATION);
      before = now;
    }
    assertThat(table.utilisationAtMarginal(Double.NaN)).isBetween(0.0, 1.0);
  }
}
