package io.adaptivelb.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeasonTest {
  private static final double DIP = -1.2;
  private final Season season = new Season();

  @Test
  void dipsEveryMinute_areExpectedOnTime() {
    play(0, 60, 12);

    assertThat(season.expected(0)).isCloseTo(0, within(0.05));
    assertThat(season.expected(1)).isCloseTo(DIP, within(0.05));
    assertThat(season.expected(2)).isCloseTo(DIP, within(0.05));
    assertThat(season.expected(3)).isCloseTo(0, within(0.05));
    assertThat(season.skill()).isGreaterThan(0.5);
    assertThat(season.repetitions()).isBetween(3, 4);
  }

  @Test
  void dipsByChance_areNotExpected() {
    SplittableRandom random = new SplittableRandom(5);
    int believed = 0;
    for (int i = 0; i < 300; i++) {
      season.add(5_000L * i, random.nextDouble() < 0.05 ? DIP : 0);
      believed += season.expected(1) < DIP / 2 ? 1 : 0;
    }

    assertThat(believed).isLessThan(15);
  }

  @Test
  void nothing_isNoSeason() {
    for (int i = 0; i < 100; i++) {
      season.add(5_000L * i, 0.01 * (i % 3));
    }

    assertThat(season.expected(1)).isNaN();
    assertThat(season.skill()).isZero();
  }

  @Test
  void dipsThatAreHidden_areStillExpected_andFadeWhenTheyAreGone() {
    play(0, 60, 12);
    // Spared each time it is due: nobody can tell.
    playHidden(60, 60 + 3 * 12);
    assertThat(season.expected(1)).isBetween(DIP, 0.75 * DIP);

    play0(96, 96 + 10 * 12);
    assertThat(season.expected(1)).isNotCloseTo(DIP, within(0.6));
  }

  @Test
  void ticksThatJitterOrAreLost_changeNothing() {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 72; i++) {
      if (random.nextDouble() > 0.1) {
        season.add(5_000L * i + random.nextInt(1_500), isDip(i, 12) ? DIP : 0);
      }
    }

    assertThat(season.expected(1)).isCloseTo(DIP, within(0.3));
  }

  @Test
  void oldAndDoubledTicks_areLeftOut() {
    play(0, 60, 12);
    double before = season.expected(1);
    season.add(5_000L * 30, DIP);
    season.add(5_000L * 59, 0);

    assertThat(season.expected(1)).isEqualTo(before);
  }

  private void play(int from, int to, int period) {
    for (int i = from; i < to; i++) {
      season.add(5_000L * i, isDip(i, period) ? DIP : 0);
    }
  }

  private void playHidden(int from, int to) {
    for (int i = from; i < to; i++) {
      season.add(5_000L * i, isDip(i, 12) ? Double.NaN : 0);
    }
  }

  private void play0(int from, int to) {
    for (int i = from; i < to; i++) {
      season.add(5_000L * i, 0);
    }
  }

  private static boolean isDip(int tick, int period) {
    return tick % period < 2;
  }
}
