package io.adaptivelb.demo.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void failFast_withinItsTime_failsItsShareAndHealsAtItsEnd() {
    Fault fault = new Fault.FailFast(SECOND.multipliedBy(10), SECOND.multipliedBy(20), 0.7);
    assertThat(fault.at(Duration.ofMillis(9_999))).isEqualTo(Condition.NORMAL);
    assertThat(fault.at(SECOND.multipliedBy(10)).failureRatio()).isEqualTo(0.7);
    assertThat(fault.at(Duration.ofMillis(19_999)).failureRatio()).isEqualTo(0.7);
    assertThat(fault.at(SECOND.multipliedBy(20))).isEqualTo(Condition.NORMAL);
  }

  @Test
  void noisyNeighbour_slowsWallTime_butNotTheCpuTimeThatTheMeterSees() {
    Condition now = new Fault.NoisyNeighbour(Duration.ZERO, SECOND, 0.4).at(Duration.ZERO);
    assertThat(now.speed()).isEqualTo(0.4);
    double wallOfOneSecondOfWork = 1 / now.speed();
    assertThat(wallOfOneSecondOfWork * now.cpuSeen()).isCloseTo(1, within(1e-12));
  }

  @Test
  void restart_isDownThenCold_thenWarmsUpInAStraightLine_burningCpu() {
    Fault fault = new Fault.Restart(
        SECOND.multipliedBy(10), SECOND.multipliedBy(2), SECOND.multipliedBy(10), 0.3);
    assertThat(fault.at(Duration.ofMillis(9_999)).up()).isTrue();
    assertThat(fault.at(SECOND.multipliedBy(11)).up()).isFalse();
    Condition cold = fault.at(SECOND.multipliedBy(12));
    assertThat(cold.up()).isTrue();
    assertThat(cold.speed()).isCloseTo(0.3, within(1e-9));
    assertThat(cold.cpuSeen()).isEqualTo(1);
    assertThat(fault.at(SECOND.multipliedBy(17)).speed()).isCloseTo(0.65, within(1e-9));
    assertThat(fault.at(SECOND.multipliedBy(22))).isEqualTo(Condition.NORMAL);
  }

  @Test
  void conditionAt_severalFaults_addsThemUp() {
    BackendSpec spec = new BackendSpec(
        "b",
        4,
        Duration.ofMillis(10),
        8,
        List.of(
            new Fault.FailFast(Duration.ZERO, SECOND, 0.5),
            new Fault.NoisyNeighbour(Duration.ZERO, SECOND, 0.4)));
    Condition now = spec.conditionAt(Duration.ZERO);
    assertThat(now.failureRatio()).isEqualTo(0.5);
    assertThat(now.speed()).isEqualTo(0.4);
    assertThat(now.label()).isEqualTo("failing, noisy neighbour");
    assertThat(spec.conditionAt(SECOND)).isEqualTo(Condition.NORMAL);
  }

  @Test
  void condition_speedOutOfRange_namesTheValue() {
    assertThatThrownBy(() -> new Condition(true, 1.5, 1, 0, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5");
  }
}
