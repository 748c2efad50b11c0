package io.adaptivelb.demo.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CpuMeterTest {
  private static final long STEP = CpuMeter.SAMPLE_MILLIS * 1_000_000L;

  @Test
  void busyCores_beforeTwoSamples_isZero() {
    CpuMeter meter = new CpuMeter();
    meter.add(1_000);
    meter.sample(0, 1);
    assertThat(meter.busyCores()).isZero();
  }

  @Test
  void busyCores_constantWork_isItsRate() {
    CpuMeter meter = new CpuMeter();
    for (int i = 0; i < 100; i++) {
      meter.sample(i * STEP, 2);
      meter.add(STEP * 3 / 2);
    }
    assertThat(meter.busyCores()).isCloseTo(1.5, within(1e-9));
    assertThat(meter.cpuNanos()).isEqualTo(100 * STEP * 3 / 2);
  }

  @Test
  void busyCores_workThatStopped_isForgottenAfterFiveSeconds() {
    CpuMeter meter = new CpuMeter();
    meter.sample(0, 4);
    meter.add(STEP * 4);
    for (int i = 1; i <= 21; i++) {
      meter.sample(i * STEP, 0);
    }
    assertThat(meter.busyCores()).isZero();
  }

  @Test
  void loadAverage_overAMinuteOfFourRunning_nearsFour() {
    CpuMeter meter = new CpuMeter();
    for (int i = 0; i < 240; i++) {
      meter.sample(i * STEP, 4);
    }
    assertThat(meter.loadAverage()).isCloseTo(4 * (1 - Math.exp(-1)), within(1e-6));
  }
}
