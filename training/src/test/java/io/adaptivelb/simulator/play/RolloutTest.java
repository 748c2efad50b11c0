package io.adaptivelb.simulator.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.prediction.Belief;
import io.adaptivelb.prediction.Lineup;
import io.adaptivelb.prediction.ModelEstimator;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.rollout.Blend;
import io.adaptivelb.rollout.Decision;
import io.adaptivelb.rollout.Decision.Advance;
import io.adaptivelb.rollout.Decision.RollBack;
import io.adaptivelb.rollout.Guardrail;
import io.adaptivelb.rollout.GuardrailSettings;
import io.adaptivelb.rollout.TrialSettings;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A poisoned model is shipped beside a good one, in a simulated cluster where a model is of use. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutTest {
  private static final Policy OURS = Policy.parse("adaptive+least_request");
  private static final Scenario SCENARIO = ScenarioFile.read("cron-antagonists")
      .sized(10, 20)
      .lasting(Duration.ofMinutes(4), Duration.ofMinutes(15));
  private static final long SEED = 7;

  private final LearntByHeart school = new LearntByHeart(SCENARIO, OURS, 1);
  private final ScoringModel good = school.model("good", 1);
  private final ScoringModel poisoned = school.model("poisoned", -1);
  private final double before = p99(
      (cluster, settings) -> new ModelEstimator(cluster, settings, () -> Lineup.of(good)));

  @Test
  void poisoned_isRolledBackForItsRecord_beforeItMovesARequest() {
    Rehearsal rehearsal = rehearsal(poisoned, Belief.EARNED, 10);

    double after = p99(rehearsal);

    System.err.println("earned " + before + " " + after + " " + rehearsal.decisions());
    assertThat(rehearsal.decisions()).last().isInstanceOfSatisfying(
        RollBack.class, back -> assertThat(back.guardrail()).isEqualTo(Guardrail.SKILL));
    assertThat(after).isLessThanOrEqualTo(1.25 * before);
  }

  @Test
  void poisoned_believedBlindly_isRolledBackForWhatClientsSee() {
    Rehearsal rehearsal = rehearsal(poisoned, Belief.BLIND, 1e9);

    double after = p99(rehearsal);

    System.err.println("blind " + before + " " + after + " " + rehearsal.decisions());
    assertThat(rehearsal.decisions().getFirst()).isInstanceOf(Advance.class);
    assertThat(rehearsal.decisions()).last().isInstanceOfSatisfying(
        RollBack.class, back -> assertThat(back.guardrail())
            .isIn(Guardrail.LATENCY, Guardrail.ERRORS, Guardrail.CHURN));
    assertThat(after).isLessThanOrEqualTo(1.25 * before);
  }

  @Test
  void good_goesUpStepByStep_andKeepsItsRecord() {
    Rehearsal rehearsal = rehearsal(school.model("better", 1), Belief.EARNED, 10);

    double after = p99(rehearsal);

    System.err.println("good " + before + " " + after + " " + rehearsal.decisions() + rehearsal.state());
    assertThat(rehearsal.decisions()).noneMatch(RollBack.class::isInstance);
    assertThat(rehearsal.decisions())
        .filteredOn(Advance.class::isInstance)
        .extracting(decision -> decision instanceof Advance up ? up.to() : null)
        .startsWith(Blend.ONE, Blend.FIVE);
    assertThat(after).isLessThanOrEqualTo(1.1 * before);
  }

  private static Rehearsal rehearsal(ScoringModel candidate, Belief belief, double maxLoss, ScoringModel good) {
    return new Rehearsal(good, candidate, belief, fast(maxLoss));
  }

  private Rehearsal rehearsal(ScoringModel candidate, Belief belief, double maxLoss) {
    return rehearsal(candidate, belief, maxLoss, good);
  }

  private static double p99(EstimatorFactory estimators) {
    return Run.play(
            SCENARIO, OURS, SEED, ControlSettings.DEFAULTS, Optional.of(estimators), (mesh, weights) -> {})
        .p99Millis();
  }

  /** As careful as the defaults, but a step takes a minute and a half instead of five. */
  private static TrialSettings fast(double maxLoss) {
    GuardrailSettings d = GuardrailSettings.DEFAULTS;
    return new TrialSettings(
        new GuardrailSettings(
            d.falseAlarms(),
            d.tolerance(),
            d.priorSpread(),
            d.dispersion(),
            d.minTicks(),
            Duration.ofSeconds(90),
            2_000,
            d.maxHold(),
            d.maxP99Ratio(),
            d.referenceTicks(),
            d.churnFactor(),
            d.churnSlack(),
            12,
            d.maxUnscored(),
            d.maxDistance()),
        3,
        1,
        maxLoss);
  }
}
