package io.adaptivelb.demo.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalScheduleTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void poisson_sameSeed_givesTheSameRequests() {
    ArrivalSchedule a = ArrivalSchedule.poisson(500, MINUTE, 0.5, 7);
    ArrivalSchedule b = ArrivalSchedule.poisson(500, MINUTE, 0.5, 7);
    assertThat(b.size()).isEqualTo(a.size());
    for (int i = 0; i < a.size(); i++) {
      assertThat(b.offsetNanos(i)).isEqualTo(a.offsetNanos(i));
      assertThat(b.work(i)).isEqualTo(a.work(i));
    }
    assertThat(ArrivalSchedule.poisson(500, MINUTE, 0.5, 8).offsetNanos(0))
        .isNotEqualTo(a.offsetNanos(0));
  }

  @Test
  void poisson_gapsAndWork_haveTheMomentsOfTheirDistributions() {
    ArrivalSchedule schedule = ArrivalSchedule.poisson(1_000, MINUTE, 0.5, 1);
    int n = schedule.size();
    assertThat(n).isCloseTo(60_000, within(1_000));
    double gaps = 0;
    double work = 0;
    double squares = 0;
    for (int i = 1; i < n; i++) {
      double gap = (schedule.offsetNanos(i) - schedule.offsetNanos(i - 1)) * 1e-6;
      assertThat(gap).isGreaterThanOrEqualTo(0);
      gaps += (gap - 1) * (gap - 1);
      work += schedule.work(i);
      squares += schedule.work(i) * schedule.work(i);
    }
    // An exponential distribution's deviation is its mean.
    assertThat(Math.sqrt(gaps / n)).isCloseTo(1, within(0.05));
    double mean = work / (n - 1);
    assertThat(mean).isCloseTo(1, within(0.02));
    assertThat(Math.sqrt(squares / (n - 1) - mean * mean)).isCloseTo(0.5, within(0.03));
    assertThat(schedule.offsetNanos(n - 1)).isLessThan(MINUTE.toNanos());
  }

  @Test
  void firstAt_betweenBeforeAndAfterAll_findsTheFirstDue() {
    ArrivalSchedule schedule = ArrivalSchedule.poisson(100, Duration.ofSeconds(1), 0, 1);
    assertThat(schedule.firstAt(0)).isZero();
    assertThat(schedule.firstAt(schedule.offsetNanos(5))).isEqualTo(5);
    assertThat(schedule.firstAt(schedule.offsetNanos(5) + 1)).isEqualTo(6);
    assertThat(schedule.firstAt(Long.MAX_VALUE)).isEqualTo(schedule.size());
    assertThat(schedule.work(3)).isEqualTo(1);
  }

  @Test
  void poisson_rateZero_namesTheValue() {
    assertThatThrownBy(() -> ArrivalSchedule.poisson(0, MINUTE, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rate 0.0");
  }
}
