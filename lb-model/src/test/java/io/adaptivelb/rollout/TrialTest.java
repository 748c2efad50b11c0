package io.adaptivelb.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.rollout.Decision.Advance;
import io.adaptivelb.rollout.Decision.Hold;
import io.adaptivelb.rollout.Decision.RollBack;
import io.adaptivelb.scoring.Score.Scored;
import io.adaptivelb.telemetry.LatencyHistogram;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** One step in one cluster, tick by tick. */
class TrialTest {
  private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
  private static final int BLOCK = 4;
  private static final TrialSettings SETTINGS = new TrialSettings(
      TrialSettings.DEFAULTS.guardrails().with(0.01, 4, Duration.ofHours(2)), BLOCK, 1, 4, 10);
  private static final int[] OLD = {1_000, 1_000, 1_000, 1_000};
  private static final int[] NEW = {1_400, 600, 1_200, 800};

  private final RandomGenerator random = new java.util.Random(5);
  private int tick;

  @Test
  void shadow_neverHasAShare_andGoesUpWhenItWasWatchedLongEnough() {
    Trial trial = new Trial(Optional.empty(), SETTINGS, Baseline.NONE, 1);

    Decision decision = play(trial, 59, share -> 0.02, Skill.NONE);
    assertThat(decision).isInstanceOf(Hold.class);
    assertThat(play(trial, 10, share -> 0.02, Skill.NONE))
        .isInstanceOfSatisfying(Advance.class, up -> assertThat(up.to()).isEqualTo(Blend.ONE));
    assertThat(trial.distance()).isBetween(0.1, 0.2);
  }

  @Test
  void shadow_whosePredictionsDoHarm_isRolledBack() {
    Trial trial = new Trial(Optional.empty(), SETTINGS, Baseline.NONE, 1);

    assertThat(play(trial, 3, share -> 0.02, new Skill(4, 9))).isInstanceOf(Hold.class);
    assertThat(play(trial, 1, share -> 0.02, new Skill(4, 15)))
        .isInstanceOfSatisfying(RollBack.class, back -> {
          assertThat(back.guardrail()).isEqualTo(Guardrail.SKILL);
          assertThat(back.reason()).contains("cost 15.0 and saved 4.0", "in the shadow");
        });
    // It is final, whatever comes.
    assertThat(play(trial, 1, share -> 0.02, Skill.NONE)).isInstanceOf(RollBack.class);
  }

  @Test
  void shadow_thatIsNeverFit_isGivenUp() {
    TrialSettings impatient = new TrialSettings(
        SETTINGS.guardrails().with(0.01, 4, Duration.ofMinutes(5)), BLOCK, 1, 100, 10);
    Trial trial = new Trial(Optional.empty(), impatient, Baseline.NONE, 1);

    assertThat(play(trial, 62, share -> 0.02, Skill.NONE))
        .isInstanceOfSatisfying(
            RollBack.class, back -> assertThat(back.guardrail()).isEqualTo(Guardrail.STALLED));
  }

  @Test
  void canary_hasItsShareInBlocks_halfOfTheTime_untilItGoesBack() {
    Trial trial = new Trial(Optional.of(Blend.QUARTER), SETTINGS, Baseline.NONE, 1);
    int on = 0;
    for (int i = 0; i < 8 * BLOCK; i++) {
      double share = trial.share();
      assertThat(share).isIn(0.0, 0.25);
      on += share > 0 ? 1 : 0;
      play(trial, 1, it -> 0.02, Skill.NONE);
    }
    assertThat(on).isEqualTo(4 * BLOCK);

    play(trial, 1, it -> 0.02, new Skill(0, 100));
    for (int i = 0; i < 2 * BLOCK; i++) {
      assertThat(trial.share()).isZero();
      play(trial, 1, it -> 0.02, Skill.NONE);
    }
  }

  /** What is seen after a tick answers to the weights that were chosen before it. */
  @Test
  void canary_thatMakesEverythingSlow_isFoundOutByLatency() {
    Trial trial = new Trial(Optional.of(Blend.HALF), SETTINGS, Baseline.NONE, 3);

    Decision decision = play(trial, 200, share -> share > 0 ? 0.05 : 0.02, Skill.NONE);

    assertThat(decision)
        .isInstanceOfSatisfying(
            RollBack.class, back -> assertThat(back.guardrail()).isEqualTo(Guardrail.LATENCY));
  }

  @Test
  void canary_thatIsNoWorse_goesUp() {
    Trial trial = new Trial(Optional.of(Blend.HALF), SETTINGS, Baseline.NONE, 3);

    Decision decision = new Hold("");
    for (int i = 0; i < 400 && decision instanceof Hold; i++) {
      decision = play(trial, 1, share -> 0.02, Skill.NONE);
    }

    assertThat(decision)
        .isInstanceOfSatisfying(Advance.class, up -> assertThat(up.to()).isEqualTo(Blend.ALL));
  }

  /** A third of the minutes is ten times as slow, whoever has his turn. */
  @Test
  void badMinutes_areNoAlarm() {
    int alarms = 0;
    for (int seed = 0; seed < 40; seed++) {
      Trial trial = new Trial(Optional.of(Blend.HALF), SETTINGS, Baseline.NONE, seed);
      double[] minute = {0.02};
      for (int i = 0; i < 120 && !(trial.decision() instanceof RollBack); i++) {
        if (i % BLOCK == 0) {
          minute[0] = random.nextInt(3) == 0 ? 0.2 : 0.02;
        }
        play(trial, 1, share -> minute[0], Skill.NONE);
      }
      alarms += trial.decision() instanceof RollBack ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo(2);
  }

  /** Plays ticks: the mean latency of each follows from the share that was in force in it. */
  private Decision play(Trial trial, int ticks, DoubleUnaryOperator meanSeconds, Skill skill) {
    for (int i = 0; i < ticks; i++) {
      double before = inForce;
      inForce = trial.share();
      trial.observe(shadowTick(), clients(meanSeconds.applyAsDouble(before)), skill);
    }
    return trial.decision();
  }

  private double inForce;

  private ShadowTick shadowTick() {
    Scored score = new Scored(100, 50, 50);
    List<ShadowTick.Line> lines = java.util.stream.IntStream.range(0, OLD.length)
        .mapToObj(i ->
            new ShadowTick.Line(new EndpointId("10.0.0." + i, 80), score, score, OLD[i], NEW[i]))
        .toList();
    return new ShadowTick(
        new ClusterId("shop"), START.plus(Duration.ofSeconds(5L * tick++)), lines);
  }

  private GroupReading clients(double meanSeconds) {
    double[] latencies =
        random.doubles(2_000).map(u -> -meanSeconds * Math.log(u)).toArray();
    return new GroupReading(2_000, 0, Latencies.of(latencies));
  }

  /** A histogram of values. */
  private static final class Latencies {
    static LatencyHistogram of(double... seconds) {
      LatencyHistogram all = LatencyHistogram.EMPTY;
      long[] counts = new long[LatencyHistogram.MAX_INDEX - LatencyHistogram.MIN_INDEX + 1];
      double sum = 0;
      for (double value : seconds) {
        counts[LatencyHistogram.indexOf(value) - LatencyHistogram.MIN_INDEX]++;
        sum += value;
      }
      return all.plus(LatencyHistogram.of(LatencyHistogram.MIN_INDEX, counts, sum));
    }
  }
}
