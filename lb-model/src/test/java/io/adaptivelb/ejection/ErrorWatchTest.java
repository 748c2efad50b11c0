package io.adaptivelb.ejection;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.ejection.ErrorWatch.State;
import io.adaptivelb.telemetry.Outcomes;
import org.junit.jupiter.api.Test;

class ErrorWatchTest {
  private static final long TICK_MILLIS = 1_000;

  private final ErrorWatch watch = new ErrorWatch(EjectionSettings.DEFAULTS);
  private long now;

  @Test
  void held_getsNextToNothing_thenItsProbeWeight() {
    watch.eject(now);
    assertThat(watch.weightShare()).isEqualTo(0.001);
    assertThat(watch.probing()).isFalse();

    assertThat(ticksUntilProbing(0, 0)).isEqualTo(4);

    assertThat(watch.weightShare()).isEqualTo(0.01);
    assertThat(watch.state()).isEqualTo(State.EJECTED);
  }

  @Test
  void failedProbes_holdTwiceAsLong_upToFourTimes() {
    watch.eject(now);
    assertThat(ticksUntilProbing(0, 1)).isEqualTo(4);
    tick(0, 6);
    assertThat(ticksUntilProbing(0, 1)).isEqualTo(8);
    tick(0, 6);
    assertThat(ticksUntilProbing(0, 1)).isEqualTo(16);
    tick(0, 6);
    assertThat(ticksUntilProbing(0, 1)).isEqualTo(16);
  }

  @Test
  void goodProbes_bringItBackInSteps_andTheNextHoldIsShortAgain() {
    watch.eject(now);
    ticksUntilProbing(0, 0);

    tick(6, 0);
    assertThat(watch.state()).isEqualTo(State.RETURNING);
    assertThat(watch.weightShare()).isEqualTo(0.25);
    tick(100, 0);
    tick(200, 0);
    assertThat(watch.weightShare()).isEqualTo(0.8);
    tick(300, 0);
    assertThat(watch.state()).isEqualTo(State.ACTIVE);

    watch.eject(now);
    assertThat(ticksUntilProbing(0, 0)).isEqualTo(4);
  }

  /** What failed while it was held says nothing of the probes. */
  @Test
  void errorsWhileHeld_areForgotten() {
    watch.eject(now);
    ticksUntilProbing(0, 3);

    tick(6, 0);

    assertThat(watch.state()).isEqualTo(State.RETURNING);
  }

  @Test
  void forgiven_isActiveWithoutAPast() {
    tick(50, 50);
    watch.eject(now);

    watch.forgive();

    assertThat(watch.state()).isEqualTo(State.ACTIVE);
    assertThat(watch.weightShare()).isEqualTo(1);
    assertThat(watch.errorRatio()).isZero();
  }

  private void tick(long successes, long errors) {
    now += TICK_MILLIS;
    watch.observe(new Outcomes(successes, errors, 0, 0, 0));
    watch.advance(now);
  }

  private int ticksUntilProbing(long successes, long errors) {
    int ticks = 0;
    while (!watch.probing() && ticks < 100) {
      tick(successes, errors);
      ticks++;
    }
    return ticks;
  }
}
