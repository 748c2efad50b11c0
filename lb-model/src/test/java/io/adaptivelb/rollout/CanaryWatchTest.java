package io.adaptivelb.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adaptivelb.rollout.Decision.Advance;
import io.adaptivelb.rollout.Decision.Hold;
import io.adaptivelb.rollout.Decision.Promote;
import io.adaptivelb.rollout.Decision.RollBack;
import io.adaptivelb.telemetry.LatencyHistogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CanaryWatchTest {
  private static final GuardrailSettings SETTINGS = settings(Duration.ofSeconds(100), 10_000);

  @Test
  void alike_climbsStepByStepToTheTop() {
    Traffic traffic = new Traffic(1, 1_000);
    List<Blend> steps = new ArrayList<>();
    Blend blend = Blend.ONE;
    Decision decision = new Hold("not begun");
    while (!(decision instanceof Promote)) {
      decision = step(traffic, blend, 2_000);
      if (decision instanceof Advance advance) {
        steps.add(advance.to());
        blend = advance.to();
      }
      assertThat(decision).isNotInstanceOf(RollBack.class);
    }
    assertThat(steps).containsExactly(Blend.FIVE, Blend.QUARTER, Blend.HALF, Blend.ALL);
    assertThat(decision.reason()).contains("p99", "elsewhere", "requests");
  }

  @Test
  void alike_isRolledBackMoreRarelyThanAllowed() {
    int rollouts = 200;
    int rolledBack = 0;
    for (int seed = 0; seed < rollouts; seed++) {
      Traffic traffic = new Traffic(seed, 500);
      CanaryWatch watch = watch(traffic, Blend.QUARTER, 10 * SETTINGS.falseAlarms());
      Decision decision = new Hold("not begun");
      for (int tick = 0; tick < 100; tick++) {
        decision = watch.observe(traffic.alike());
      }
      rolledBack += decision instanceof RollBack ? 1 : 0;
    }
    // A tenth of the time is allowed to be wrong here, so that the figure would show.
    assertThat((double) rolledBack / rollouts).isLessThanOrEqualTo(0.1);
  }

  @Test
  void twiceAsSlow_isRolledBackWithinFiveTicks() {
    Traffic traffic = new Traffic(2, 2_000);
    CanaryWatch watch = watch(traffic, Blend.HALF, SETTINGS.falseAlarms());
    warmUp(traffic, watch);

    RollBack rollBack = untilRollBack(watch, traffic, 2, 1, 0.01, 5);

    assertThat(rollBack.guardrail()).isEqualTo(Guardrail.LATENCY);
    assertThat(rollBack.logEvidence()).isGreaterThanOrEqualTo(SETTINGS.alarm());
    assertThat(rollBack.reason()).contains("p99", "at 50 %", "odds of");
    assertThat(watch.observe(traffic.alike())).isEqualTo(rollBack);
  }

  @Test
  void quarterSlower_isRolledBackWithinTwoMinutes() {
    Traffic traffic = new Traffic(3, 2_000);
    CanaryWatch watch = watch(traffic, Blend.HALF, SETTINGS.falseAlarms());
    warmUp(traffic, watch);

    assertThat(untilRollBack(watch, traffic, 1.25, 1, 0.01, 24).guardrail())
        .isEqualTo(Guardrail.LATENCY);
  }

  @Test
  void moreErrors_isRolledBackWithinTenTicks() {
    Traffic traffic = new Traffic(4, 2_000);
    CanaryWatch watch = watch(traffic, Blend.FIVE, SETTINGS.falseAlarms());
    warmUp(traffic, watch);

    RollBack rollBack = untilRollBack(watch, traffic, 1, 10, 0.01, 10);

    assertThat(rollBack.guardrail()).isEqualTo(Guardrail.ERRORS);
    assertThat(rollBack.reason()).contains("% of the requests failed");
  }

  @Test
  void restlessWeights_areRolledBack() {
    Traffic traffic = new Traffic(5, 1_000);
    CanaryWatch watch = watch(traffic, Blend.ONE, SETTINGS.falseAlarms());

    assertThat(untilRollBack(watch, traffic, 1, 1, 0.3, 30).guardrail()).isEqualTo(Guardrail.CHURN);
  }

  @Test
  void badAfterAnHour_isRolledBackWithinTenTicks() {
    Traffic traffic = new Traffic(6, 1_000);
    CanaryWatch watch = watch(traffic, Blend.ALL, SETTINGS.falseAlarms());
    for (int tick = 0; tick < 720; tick++) {
      assertThat(watch.observe(traffic.alike())).isNotInstanceOf(RollBack.class);
    }

    assertThat(untilRollBack(watch, traffic, 2, 1, 0.01, 10).guardrail())
        .isEqualTo(Guardrail.LATENCY);
  }

  /** At 1 % it is 6 % slower, so at 5 % it would be 30 % slower: no step up, whether or not the evidence suffices. */
  @Test
  void projectedBeyondTheLimit_doesNotRise() {
    Traffic traffic = new Traffic(7, 1_000);
    CanaryWatch watch = watch(traffic, Blend.ONE, SETTINGS.falseAlarms());
    for (int tick = 0; tick < 100; tick++) {
      Decision decision = watch.observe(traffic.tick(1.1, 1, 0.01));
      assertThat(decision).isNotInstanceOf(Advance.class);
    }
  }

  /**
   * A model that would make requests up to eleven times as long, if it were alone: however bad, it is found out while the blend
   * still keeps p99 within the limit.
   */
  @Test
  void poisoned_howeverBadly_isRolledBackBeforeTheLimit() {
    double limit = SETTINGS.maxP99Ratio();
    for (double harm : new double[] {0.5, 1, 2, 4, 7, 10}) {
      for (int seed = 0; seed < 3; seed++) {
        Traffic traffic = new Traffic(seed, 1_000);
        Blend blend = Blend.ONE;
        CanaryWatch watch = watch(traffic, blend, SETTINGS.falseAlarms());
        Decision decision = new Hold("not begun");
        GroupReading canary = GroupReading.NONE;
        GroupReading rest = GroupReading.NONE;
        for (int tick = 0; tick < 3_000 && !(decision instanceof RollBack); tick++) {
          TickReading reading = traffic.tick(1 + harm * blend.share(), 1, 0.01);
          canary = canary.plus(reading.canary());
          rest = rest.plus(reading.rest());
          decision = watch.observe(reading);
          assertThat(decision).isNotInstanceOf(Promote.class);
          if (decision instanceof Advance advance) {
            blend = advance.to();
            watch = watch(traffic, blend, SETTINGS.falseAlarms());
          }
        }
        assertThat(decision).as("harm %s, seed %d", harm, seed).isInstanceOf(RollBack.class);
        double ratio =
            canary.latency().quantileSeconds(0.99) / rest.latency().quantileSeconds(0.99);
        assertThat(ratio).as("harm %s, seed %d", harm, seed).isLessThanOrEqualTo(limit);
      }
    }
  }

  @Test
  void tooFewRequests_holdsUntilItsTimeIsOver() {
    CanaryWatch watch = new CanaryWatch(Blend.ONE, Traffic.START, SETTINGS, Baseline.NONE);
    Decision decision = watch.observe(new TickReading(
        Traffic.START.plusMillis(1_999), GroupReading.NONE, GroupReading.NONE, 0, 0));
    assertThat(decision).isEqualTo(new Hold("at 1 % for 1s of 100s"));
    decision = watch.observe(empty(200));
    assertThat(decision.reason()).isEqualTo("0 requests in the smaller group, 10000 are needed");
    decision = watch.observe(empty(SETTINGS.maxHold().toSeconds()));
    assertThat(decision).isInstanceOfSatisfying(RollBack.class, rollBack -> {
      assertThat(rollBack.guardrail()).isEqualTo(Guardrail.STALLED);
      assertThat(rollBack.reason()).contains("still at 1 % after", "0 requests");
    });
  }

  @Test
  void groupsThatAlwaysDiffered_areNotHeldAgainstTheModel() {
    Traffic traffic = new Traffic(8, 1_000);
    ShadowWatch shadow = new ShadowWatch(SETTINGS);
    for (int tick = 0; tick < 60; tick++) {
      shadow.observe(traffic.tick(1.3, 3, 0.01));
    }
    CanaryWatch calibrated =
        new CanaryWatch(Blend.FIVE, traffic.now(), SETTINGS, shadow.baseline());
    CanaryWatch naive = new CanaryWatch(Blend.FIVE, traffic.now(), SETTINGS, Baseline.NONE);
    Decision last = new Hold("not begun");
    for (int tick = 0; tick < 60; tick++) {
      TickReading reading = traffic.tick(1.3, 3, 0.01);
      assertThat(calibrated.observe(reading)).isNotInstanceOf(RollBack.class);
      last = naive.observe(reading);
    }
    assertThat(last).isInstanceOf(RollBack.class);
    assertThat(untilRollBack(calibrated, traffic, 2.6, 3, 0.01, 10).guardrail())
        .isEqualTo(Guardrail.LATENCY);
  }

  @Property(tries = 200)
  void anyReadings_giveADecisionInWords(@ForAll long seed) {
    Random random = new Random(seed);
    CanaryWatch watch = new CanaryWatch(
        List.of(Blend.values()).get(random.nextInt(5)),
        Traffic.START,
        settings(Duration.ZERO, 1),
        Baseline.NONE);
    for (int tick = 0; tick < 40; tick++) {
      TickReading reading = new TickReading(
          Traffic.START.plusSeconds(random.nextInt(1_000) - 100),
          any(random),
          any(random),
          random.nextDouble(),
          random.nextDouble());
      Decision decision = watch.observe(reading);
      assertThat(decision.reason()).isNotBlank().doesNotContain("NaN", "Infinity", "null");
      if (decision instanceof RollBack rollBack) {
        assertThat(rollBack.logEvidence()).isFinite();
      }
    }
  }

  @Test
  void readings_outOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroupReading(1, 2, LatencyHistogram.EMPTY))
        .withMessageContaining("2 errors of 1 requests");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new TickReading(Traffic.START, GroupReading.NONE, GroupReading.NONE, Double.NaN, 0))
        .withMessageContaining("canaryChurn");
  }

  private static GroupReading any(Random random) {
    long requests = random.nextInt(3) == 0 ? 0 : random.nextLong(1L << (1 + random.nextInt(52)));
    LatencyHistogram.Recorder recorder = new LatencyHistogram.Recorder();
    for (int i = random.nextInt(600); i > 0; i--) {
      recorder.record(Math.exp(random.nextGaussian() * 5));
    }
    return new GroupReading(
        requests, requests == 0 ? 0 : random.nextLong(requests + 1), recorder.drain());
  }

  private static TickReading empty(long second) {
    return new TickReading(
        Traffic.START.plusSeconds(second), GroupReading.NONE, GroupReading.NONE, 0, 0);
  }

  /** Observes alike groups until something else than holding is decided. */
  private static Decision step(Traffic traffic, Blend blend, int atMost) {
    CanaryWatch watch = watch(traffic, blend, SETTINGS.falseAlarms());
    for (int tick = 0; tick < atMost; tick++) {
      Decision decision = watch.observe(traffic.alike());
      if (!(decision instanceof Hold)) {
        return decision;
      }
    }
    throw new AssertionError("still holding at " + blend);
  }

  private static void warmUp(Traffic traffic, CanaryWatch watch) {
    for (int tick = 0; tick < 10; tick++) {
      assertThat(watch.observe(traffic.alike())).isNotInstanceOf(RollBack.class);
    }
  }

  private static RollBack untilRollBack(
      CanaryWatch watch, Traffic traffic, double latency, double errors, double churn, int atMost) {
    for (int tick = 0; tick < atMost; tick++) {
      if (watch.observe(traffic.tick(latency, errors, churn)) instanceof RollBack rollBack) {
        return rollBack;
      }
    }
    throw new AssertionError("not rolled back within %d ticks".formatted(atMost));
  }

  private static CanaryWatch watch(Traffic traffic, Blend blend, double falseAlarms) {
    GuardrailSettings s = SETTINGS;
    return new CanaryWatch(
        blend,
        traffic.now(),
        new GuardrailSettings(
            falseAlarms,
            s.tolerance(),
            s.priorSpread(),
            s.dispersion(),
            s.minTicks(),
            s.minHold(),
            s.minRequests(),
            s.maxHold(),
            s.maxP99Ratio(),
            s.referenceTicks(),
            s.churnFactor(),
            s.churnSlack(),
            s.shadowTicks(),
            s.maxUnscored(),
            s.maxDistance()),
        Baseline.NONE);
  }

  private static GuardrailSettings settings(Duration minHold, long minRequests) {
    GuardrailSettings d = GuardrailSettings.DEFAULTS;
    return new GuardrailSettings(
        d.falseAlarms(),
        d.tolerance(),
        d.priorSpread(),
        d.dispersion(),
        d.minTicks(),
        minHold,
        minRequests,
        d.maxHold(),
        d.maxP99Ratio(),
        d.referenceTicks(),
        d.churnFactor(),
        d.churnSlack(),
        d.shadowTicks(),
        d.maxUnscored(),
        d.maxDistance());
  }
}
