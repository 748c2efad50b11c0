package io.adaptivelb.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.rollout.Decision.Advance;
import io.adaptivelb.rollout.Decision.Hold;
import io.adaptivelb.scoring.Score;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ShadowWatchTest {
  private static final GuardrailSettings SETTINGS = GuardrailSettings.DEFAULTS;
  private static final ClusterId CLUSTER = new ClusterId("checkout");
  private static final Score SCORED = new Score.Scored(100, 50, 50);
  private static final Score UNSCORED = new Score.Unscored("no telemetry");

  private final ShadowWatch watch = new ShadowWatch(SETTINGS);

  @Test
  void decision_soundShadow_goesToTheFirstStepAfterItsTicks() {
    for (int tick = 0; tick < SETTINGS.shadowTicks(); tick++) {
      assertThat(watch.decision())
          .isEqualTo(new Hold("%d of %d ticks in the shadow".formatted(tick, 60)));
      watch.observe(tick(tick, SCORED, 1_200, 800));
    }

    assertThat(watch.decision())
        .isInstanceOfSatisfying(
            Advance.class, advance -> assertThat(advance.to()).isEqualTo(Blend.ONE));
  }

  @Test
  void decision_manyUnscored_holds() {
    fill(UNSCORED, 1_000, 1_000);

    assertThat(watch.decision().reason())
        .isEqualTo("it leaves 50.0 % of the endpoints without scores, the limit is 5.0 %");
  }

  @Test
  void decision_quiteOtherWeights_holdsForPeople() {
    fill(SCORED, 10_000, 1);

    assertThat(watch.decision()).isInstanceOf(Advance.class);
    ShadowWatch strict = new ShadowWatch(withMaxDistance(0.3));
    for (int tick = 0; tick < SETTINGS.shadowTicks(); tick++) {
      strict.observe(tick(tick, SCORED, 10_000, 1));
    }
    assertThat(strict.decision().reason())
        .isEqualTo(
            "it would move 50.0 % of the traffic, the limit is 30.0 %; look at it before it goes on");
  }

  @Test
  void decision_restlessShadow_holds() {
    for (int tick = 0; tick < SETTINGS.shadowTicks(); tick++) {
      watch.observe(
          tick % 2 == 0 ? tick(tick, SCORED, 1_300, 700) : tick(tick, SCORED, 700, 1_300));
    }

    assertThat(watch.decision().reason())
        .isEqualTo("its weights move 30.0 % of the traffic a tick, the limit is 2.0 %");
  }

  @Test
  void baseline_alikeGroups_allowsLittle() {
    Traffic traffic = new Traffic(1, 2_000);
    for (int tick = 0; tick < 100; tick++) {
      watch.observe(traffic.alike());
    }

    Baseline baseline = watch.baseline();
    assertThat(baseline.slowRatio()).isBetween(0.95, 1.15);
    assertThat(baseline.errorRatio()).isBetween(0.9, 1.2);
    // Bursts of one to four.
    assertThat(baseline.slowDispersion()).isBetween(1.0, 4.0);
    assertThat(baseline.errorDispersion()).isBetween(1.5, 5.0);
  }

  @Test
  void baseline_nothingSeen_isThePrior() {
    assertThat(watch.baseline().slowRatio())
        .isCloseTo(Math.exp(SETTINGS.priorSpread()), Assertions.within(1e-9));
    assertThat(watch.baseline().slowDispersion()).isEqualTo(1);
  }

  @Test
  void shadowTick_empty_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ShadowTick(CLUSTER, Traffic.START, List.of()))
        .withMessageContaining("cluster checkout");
  }

  @Test
  void canaryGroup_growsAndKeepsThoseItHad() {
    List<String> names = IntStream.range(0, 2_000).mapToObj(i -> "proxy-" + i).toList();
    for (int percent : new int[] {1, 5, 25, 50, 99}) {
      CanaryGroup group = new CanaryGroup(percent, "v1");
      CanaryGroup larger = new CanaryGroup(percent + 1, "v1");
      assertThat(names.stream().filter(group::covers)).allMatch(larger::covers);
      double share = (double) names.stream().filter(group::covers).count() / names.size();
      assertThat(share).isBetween(percent / 100.0 - 0.035, percent / 100.0 + 0.035);
    }
    assertThat(names).allMatch(new CanaryGroup(100, "v1")::covers);
    CanaryGroup one = new CanaryGroup(50, "v1");
    CanaryGroup other = new CanaryGroup(50, "v2");
    double agreeing = (double) names.stream()
            .filter(name -> one.covers(name) == other.covers(name))
            .count()
        / names.size();
    assertThat(agreeing).isBetween(0.45, 0.55);
  }

  @Test
  void switchback_givesBothTheSameTimeInAnOrderThatVaries() {
    Switchback switchback = new Switchback(6, 2, 42);
    long canary = IntStream.range(0, 12_000).filter(switchback::canary).count();
    assertThat(canary).isEqualTo(6_000);
    long both = IntStream.range(0, 12_000)
        .filter(tick -> switchback.canary(tick) && switchback.counts(tick))
        .count();
    long rest = IntStream.range(0, 12_000)
        .filter(tick -> !switchback.canary(tick) && switchback.counts(tick))
        .count();
    assertThat(both).isBetween(4_000L, 5_400L);
    assertThat(rest).isBetween(4_000L, 5_400L);
    long canaryFirst =
        IntStream.range(0, 1_000).filter(pair -> switchback.canary(12L * pair)).count();
    assertThat(canaryFirst).isBetween(400L, 600L);
    assertThat(switchback.counts(0)).isFalse();
    assertThat(switchback.counts(2)).isTrue();
  }

  private void fill(Score first, int firstWeight, int secondWeight) {
    for (int tick = 0; tick < SETTINGS.shadowTicks(); tick++) {
      watch.observe(tick(tick, first, firstWeight, secondWeight));
    }
  }

  private static ShadowTick tick(int tick, Score first, int firstWeight, int secondWeight) {
    return new ShadowTick(
        CLUSTER,
        Traffic.START.plusSeconds(5L * tick),
        List.of(
            new ShadowTick.Line(EndpointId.parse("10.0.0.1:80"), SCORED, first, 1_000, firstWeight),
            new ShadowTick.Line(
                EndpointId.parse("10.0.0.2:80"), SCORED, SCORED, 1_000, secondWeight)));
  }

  private static GuardrailSettings withMaxDistance(double maxDistance) {
    GuardrailSettings d = GuardrailSettings.DEFAULTS;
    return new GuardrailSettings(
        d.falseAlarms(),
        d.tolerance(),
        d.priorSpread(),
        d.dispersion(),
        d.minTicks(),
        d.minHold(),
        d.minRequests(),
        d.maxHold(),
        d.maxP99Ratio(),
        d.referenceTicks(),
        d.churnFactor(),
        d.churnSlack(),
        d.shadowTicks(),
        d.maxUnscored(),
        maxDistance);
  }
}
