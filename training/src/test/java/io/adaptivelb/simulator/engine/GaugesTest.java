package io.adaptivelb.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GaugesTest {
  private static final Offset<Double> EXACTLY = within(1e-9);

  private final Gauges gauges = new Gauges(0.4, 100);

  @Test
  void loadAverage_isDampedOverAMinute() {
    gauges.pass(60, 4, 4);
    assertThat(gauges.runnable()).isEqualTo(4 * (1 - Math.exp(-1)), EXACTLY);

    gauges.pass(30, 0, 0);
    assertThat(gauges.runnable()).isEqualTo(4 * (1 - Math.exp(-1)) * Math.exp(-0.5), EXACTLY);
  }

  @Test
  void loadAverage_isTheSameInManySmallSteps() {
    for (int i = 0; i < 60_000; i++) {
      gauges.pass(0.001, 4, 4);
    }

    assertThat(gauges.runnable()).isEqualTo(4 * (1 - Math.exp(-1)), within(1e-6));
  }

  @Test
  void memory_isABaseAndALittleForRequests() {
    assertThat(gauges.memoryRatio()).isEqualTo(0.4, EXACTLY);

    gauges.pass(1_000, 0, 50);
    assertThat(gauges.memoryRatio()).isEqualTo(0.4 + 0.6 * 0.15 / 2, EXACTLY);

    gauges.pass(1_000, 0, 1_000);
    assertThat(gauges.memoryRatio()).isEqualTo(0.4 + 0.6 * 0.15, EXACTLY);
  }

  @Test
  void heldMemory_isOfWhatIsFree_andGoneAfterARestart() {
    gauges.pass(60, 2, 0);
    gauges.hold(0.75);
    assertThat(gauges.memoryRatio()).isEqualTo(0.4 + 0.6 * 0.75, EXACTLY);
    gauges.hold(1);
    assertThat(gauges.memoryRatio()).isEqualTo(1, EXACTLY);

    gauges.restart();

    assertThat(gauges.memoryRatio()).isEqualTo(0.4, EXACTLY);
    // The machine's load is not the process's.
    assertThat(gauges.runnable()).isGreaterThan(1);
  }
}
