package io.adaptivelb.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.rollout.Decision.Advance;
import io.adaptivelb.rollout.Decision.Hold;
import io.adaptivelb.rollout.Decision.RollBack;
import io.adaptivelb.rollout.Rollout.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutTest {
  private static final Advance UP = new Advance(Blend.FIVE, "fine");

  @Test
  void oneClusterInWhichItIsWorse_isEnough() {
    Decision decision = Rollout.decide(List.of(
        report("a", UP, 1_000_000), report("b", new RollBack(Guardrail.ERRORS, 9, "bad"), 10)));
    assertThat(decision).isInstanceOfSatisfying(RollBack.class, back -> {
      assertThat(back.guardrail()).isEqualTo(Guardrail.ERRORS);
      assertThat(back.reason()).isEqualTo("cluster b: bad");
    });
  }

  @Test
  void idleCluster_holdsNobody() {
    RollBack stalled = new RollBack(Guardrail.STALLED, 0, "no requests");
    assertThat(Rollout.decide(List.of(
            report("a", UP, 1_000), report("b", new Hold("wait"), 50), report("c", stalled, 50))))
        .isInstanceOf(Advance.class);
    assertThat(Rollout.decide(List.of(report("a", UP, 1_000), report("c", stalled, 900))))
        .isInstanceOf(RollBack.class);
  }

  @Test
  void notAllAreReady_holds() {
    Decision decision =
        Rollout.decide(List.of(report("a", UP, 800), report("b", new Hold("3 of 4 pairs"), 200)));
    assertThat(decision).isEqualTo(new Hold("cluster b: 3 of 4 pairs"));
    assertThat(Rollout.decide(List.of())).isInstanceOf(Hold.class);
  }

  private static Report report(String cluster, Decision decision, long requests) {
    return new Report(new ClusterId(cluster), decision, requests);
  }
}
