package io.adaptivelb.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.explanation.Explanation.Kind;
import io.adaptivelb.overrides.Action;
import io.adaptivelb.overrides.Scope;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.telemetry.HealthTransition;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.WeightSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverridesInTheLoopTest {
  private final Fleet fleet = new Fleet(4);

  OverridesInTheLoopTest() {
    fleet.member(0).cores = 1;
    fleet.ticks(15);
  }

  @Test
  void preview_changesNothing() {
    WeightSnapshot before = fleet.loop.current().orElseThrow();

    WeightSnapshot preview = fleet.loop.preview(List.of(drain(1)), fleet.now).orElseThrow();

    assertThat(preview.find(Fleet.id(1)).orElseThrow().status()).isEqualTo(HealthStatus.DRAINING);
    assertThat(fleet.loop.current()).contains(before);
  }

  @Test
  void override_publishesAtOnce_andEndsByItself() {
    long version = fleet.loop.current().orElseThrow().version();

    fleet.loop.override(List.of(drain(1)), fleet.now);

    assertThat(fleet.loop.current().orElseThrow().version()).isEqualTo(version + 1);
    assertThat(fleet.line(1).status()).isEqualTo(HealthStatus.DRAINING);
    assertThat(fleet.line(1).overrideId()).contains("o");
    fleet.ticks(13);
    assertThat(fleet.line(1).status()).isEqualTo(HealthStatus.HEALTHY);
  }

  @Test
  void freeze_holdsTheWeightsThatWereInForce_butNotFailedHealthChecks() {
    int frozen = fleet.weight(0);
    fleet.loop.override(List.of(override(new Scope.Everything(), new Action.Freeze())), fleet.now);
    fleet.member(0).cores = 16;
    fleet.ticks(6);
    assertThat(fleet.weight(0)).isEqualTo(frozen);

    fleet.loop.accept(
        new HealthTransition(Fleet.CLUSTER, Fleet.id(2), fleet.now, false, "refused"));
    fleet.loop.react(fleet.now);

    assertThat(fleet.line(2).status()).isEqualTo(HealthStatus.UNHEALTHY);
  }

  @Test
  void explanation_ofAPinnedWeight_addsUpAndSaysWhatItWouldBe() {
    int own = fleet.weight(0);
    fleet.loop.override(
        List.of(override(new Scope.OfEndpoint(Fleet.CLUSTER, Fleet.id(0)), new Action.Pin(4_321))),
        fleet.now);

    Explanation explanation = fleet.loop.explain(Fleet.id(0));

    assertThat(explanation.weight()).isEqualTo(4_321);
    assertThat(explanation.contributions())
        .anyMatch(c -> c.kind() == Kind.OVERRIDE && c.name().equals("o"));
    assertThat(explanation.counterfactuals())
        .anyMatch(
            c -> c.condition().equals("without the override") && Math.abs(c.weight() - own) <= 6);
  }

  @Test
  void restore_underAPinThatIsGone_goesOnFromWhatTheLoopHadComputed() {
    int own = fleet.weight(0);
    WeightOverride pin =
        override(new Scope.OfEndpoint(Fleet.CLUSTER, Fleet.id(0)), new Action.Pin(9_000));
    WeightSnapshot last = fleet.loop.override(List.of(pin), fleet.now).orElseThrow();
    assertThat(last.find(Fleet.id(0)).orElseThrow().weight()).isEqualTo(9_000);
    Fleet after = new Fleet(4);
    after.now = fleet.now.plusSeconds(90);
    after.members.values().forEach(member -> member.silent = true);

    after.loop.restore(last);
    after.tick();

    assertThat(after.weight(0)).isBetween(own - 20, own + 20);
  }

  @Test
  void explanation_ofASmallEndpoint_namesItsCores() {
    Explanation explanation = fleet.loop.explain(Fleet.id(0));

    assertThat(explanation.contributions())
        .anyMatch(
            c -> c.kind() == Kind.ESTIMATE && c.name().equals("cores") && c.weightUnits() < -100);
    assertThat(explanation.counterfactuals())
        .anyMatch(c -> c.condition().contains("cores") && c.weight() > explanation.weight());
  }

  private WeightOverride drain(int member) {
    return override(new Scope.OfEndpoint(Fleet.CLUSTER, Fleet.id(member)), new Action.Drain());
  }

  private WeightOverride override(Scope scope, Action action) {
    return new WeightOverride(
        "o", scope, action, "ana", "incident 7", fleet.now, fleet.now.plusSeconds(60));
  }
}
