package io.adaptivelb.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static final double ALPHA = 0.05;
  private static final double ALARM = -Math.log(ALPHA);

  @Test
  void log_nothingSeen_isZero() {
    Evidence evidence = evidence(1);

    assertThat(evidence.log()).isZero();
    evidence.add(new Counts(0, 0, 1_000, 1_000));
    evidence.add(new Counts(5, 0, 1_000, 0));
    evidence.add(new Counts(0, 5, 0, 1_000));
    assertThat(evidence.log()).isZero();
  }

  @Test
  void alike_raisesFewerAlarmsThanAllowedHoweverOftenOneLooks() {
    Random random = new Random(7);
    int runs = 2_000;
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      Evidence evidence = evidence(1);
      boolean alarmed = false;
      for (int tick = 0; tick < 200 && !alarmed; tick++) {
        int events = poisson(random, 20);
        int canary = binomial(random, events, 0.25);
        evidence.add(new Counts(canary, events - canary, 1_000, 3_000));
        alarmed = evidence.log() >= ALARM;
      }
      alarms += alarmed ? 1 : 0;
    }
    assertThat((double) alarms / runs).isLessThanOrEqualTo(ALPHA);
  }

  @Test
  void alikeInBursts_withTheirDispersion_raisesFewerAlarmsThanAllowed() {
    Random random = new Random(8);
    int runs = 1_000;
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      Evidence evidence = evidence(10);
      boolean alarmed = false;
      for (int tick = 0; tick < 200 && !alarmed; tick++) {
        // Ten slow requests at a time, all in one group.
        int bursts = poisson(random, 3);
        int canary = binomial(random, bursts, 0.5);
        evidence.add(new Counts(10L * canary, 10L * (bursts - canary), 1_000, 1_000));
        alarmed = evidence.log() >= ALARM;
      }
      alarms += alarmed ? 1 : 0;
    }
    assertThat((double) alarms / runs).isLessThanOrEqualTo(ALPHA);
  }

  @Test
  void better_neverAlarms() {
    Random random = new Random(9);
    Evidence evidence = evidence(1);
    for (int tick = 0; tick < 5_000; tick++) {
      evidence.add(new Counts(poisson(random, 5), poisson(random, 10), 1_000, 1_000));
      assertThat(evidence.log()).isLessThan(ALARM);
    }
  }

  @Test
  void twiceAsMany_isFoundWithinAFewTicks() {
    assertThat(ticksUntilAlarm(0, 40, 20, 1)).isLessThanOrEqualTo(6);
    assertThat(ticksUntilAlarm(0, 200, 20, 1)).isLessThanOrEqualTo(4);
  }

  @Test
  void twiceAsMany_afterAGoodHour_isFoundWithinAFewTicks() {
    assertThat(ticksUntilAlarm(720, 40, 20, 1)).isLessThanOrEqualTo(15);
    // With half the alarm a tick at most, twelve are the price of not knowing when it begins.
    assertThat(ticksUntilAlarm(720, 200, 20, 1)).isLessThanOrEqualTo(12);
  }

  @Test
  void oneTick_howeverWild_doesNotDecide() {
    Evidence evidence = evidence(1);
    evidence.add(new Counts(1_000_000, 0, 1_000_000, 1_000_000));

    assertThat(evidence.log()).isLessThan(ALARM);
  }

  @Property(tries = 2_000)
  void moreOfThemOnTheCanary_isNeverLessEvidence(@ForAll long seed) {
    Random random = new Random(seed);
    Evidence more = new Evidence(1, 2, 3);
    Evidence same = new Evidence(1, 2, 3);
    Evidence shifted = new Evidence(1, 2, 3);
    for (int tick = 0; tick < 30; tick++) {
      long canary = random.nextInt(50);
      long rest = 1L + random.nextInt(50);
      long exposure = 1L + random.nextInt(1_000);
      long others = 1L + random.nextInt(1_000);
      long shift = random.nextInt((int) rest + 1);
      same.add(new Counts(canary, rest, exposure, others));
      shifted.add(new Counts(canary + shift, rest - shift, exposure, others));
      more.add(new Counts(canary + shift, rest, exposure, others));

      assertThat(shifted.log()).isGreaterThanOrEqualTo(same.log() - 1e-9);
      assertThat(more.log()).isGreaterThanOrEqualTo(same.log() - 1e-9);
    }
  }

  @Property(tries = 2_000)
  void log_whateverTheCounts_isANumber(@ForAll long seed) {
    Random random = new Random(seed);
    Evidence evidence = new Evidence(
        Math.exp(random.nextDouble(-10, 10)),
        1 + random.nextDouble(1_000),
        0.1 + random.nextDouble(20));
    for (int tick = 0; tick < 50; tick++) {
      evidence.add(new Counts(any(random), any(random), any(random), any(random)));
      assertThat(evidence.log()).isFinite();
    }
  }

  @Test
  void counts_negative_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Counts(-1, 0, 1, 1))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException().isThrownBy(() -> new Evidence(Double.NaN, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Evidence(1, 0.5, 1));
  }

  /** Ticks from the change until the alarm, with Poisson events and equal exposures. */
  private static int ticksUntilAlarm(int goodTicks, int canary, int rest, long seed) {
    Random random = new Random(seed);
    Evidence evidence = evidence(1);
    for (int tick = 0; tick < goodTicks; tick++) {
      evidence.add(new Counts(poisson(random, rest), poisson(random, rest), 1_000, 1_000));
    }
    int ticks = 0;
    while (evidence.log() < ALARM) {
      evidence.add(new Counts(poisson(random, canary), poisson(random, rest), 1_000, 1_000));
      ticks++;
    }
    return ticks;
  }

  private static Evidence evidence(double dispersion) {
    return new Evidence(1, dispersion, ALARM / 2);
  }

  private static long any(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextInt(10);
      case 2 -> random.nextInt(1_000_000);
      default -> random.nextLong(1L << 53);
    };
  }

  private static int poisson(Random random, double mean) {
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }

  private static int binomial(Random random, int trials, double probability) {
    int count = 0;
    for (int i = 0; i < trials; i++) {
      count += random.nextDouble() < probability ? 1 : 0;
    }
    return count;
  }
}
