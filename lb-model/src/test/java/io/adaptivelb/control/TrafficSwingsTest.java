package io.adaptivelb.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrafficSwingsTest {
  private final TrafficSwings swings = new TrafficSwings();

  @Test
  void steadyOrSteadilyMovingTraffic_doesNotSwing() {
    for (int tick = 2; tick < 20; tick++) {
      swings.begin();
      swings.add(100, 100, 100);
      swings.add(10 * tick, 10 * (tick - 1), 10 * (tick - 2));
      swings.end();
    }

    assertThat(swings.share()).isZero();
  }

  @Test
  void trafficThatAlternatesWholly_isOne() {
    for (int tick = 0; tick < 40; tick++) {
      boolean even = tick % 2 == 0;
      swings.begin();
      swings.add(even ? 200 : 0, even ? 0 : 200, even ? 200 : 0);
      swings.add(even ? 0 : 200, even ? 200 : 0, even ? 0 : 200);
      swings.end();
    }

    assertThat(swings.share()).isCloseTo(1, within(1e-6));
  }

  @Test
  void unknownTraffic_isLeftOut() {
    swings.begin();
    swings.add(Double.NaN, 100, 100);
    swings.add(100, Double.NaN, 100);
    swings.end();

    assertThat(swings.share()).isZero();
  }
}
