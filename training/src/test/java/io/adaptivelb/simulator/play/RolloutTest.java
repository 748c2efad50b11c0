package io.adaptivelb.simulator.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.prediction.Belief;
import io.adaptivelb.prediction.ModelEstimator;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.rollout.Blend;
import io.adaptivelb.rollout.Decision.Advance;
import io.adaptivelb.rollout.Decision.Promote;
import io.adaptivelb.rollout.Decision.RollBack;
import io.adaptivelb.rollout.Guardrail;
import io.adaptivelb.rollout.GuardrailSettings;
import io.adaptivelb.rollout.TrialSettings;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A poisoned model is shipped beside a good one, in a simulated cluster where a model is of use. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutTest {
  private static final Policy OURS = Policy.parse("adaptive+least_request");
  private static final int TICK_SECONDS = 5;

  /** By then the good model is believed, and what a poisoned one says has an effect. */
  private static final Duration BEFORE = Duration.ofMinutes(4);

  private static final Scenario SCENARIO =
      ScenarioFile.read("warm-up-by-age").sized(10, 20).lasting(BEFORE, Duration.ofMinutes(30));

  private static final double NO_LOSS_IS_TOO_MUCH = 1e9;

  private final LearntByHeart school = new LearntByHeart(SCENARIO, OURS, 1);
  private final ScoringModel good = school.model("good", 1);
  private final ScoringModel poisoned = school.model("poisoned", -1);

  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  void poisoned_isRolledBackForItsRecord_beforeItMovesARequest(long seed) {
    Rehearsal rehearsal = rehearse(poisoned, Belief.EARNED, 10, seed);

    assertThat(rehearsal.decisions())
        .singleElement()
        .isInstanceOfSatisfying(
            RollBack.class, back -> assertThat(back.guardrail()).isEqualTo(Guardrail.SKILL));
    assertThat(p99RatioOfItsLife(rehearsal, Belief.EARNED, 10, seed)).isEqualTo(1);
  }

  /** Its record does not count, nor is it held back by it: only its weights, and what clients see of them, can tell. */
  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  void poisoned_believedBlindly_getsNowhere(long seed) {
    Rehearsal rehearsal = rehearse(poisoned, Belief.BLIND, NO_LOSS_IS_TOO_MUCH, seed);

    assertThat(rehearsal.decisions()).last().isInstanceOf(RollBack.class);
    assertThat(rehearsal.decisions()).doesNotHaveAnyElementsOfTypes(Promote.class);
    assertThat(p99RatioOfItsLife(rehearsal, Belief.BLIND, NO_LOSS_IS_TOO_MUCH, seed))
        .isLessThanOrEqualTo(1.25);
  }

  /** Somebody took it up by hand, past the steps that would have held it. */
  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  void poisoned_believedBlindlyAndPushedToHalf_isHeldByWhatClientsSee_andRolledBack(long seed) {
    Rehearsal rehearsal = rehearsal(poisoned, Belief.BLIND, NO_LOSS_IS_TOO_MUCH);
    rehearsal.beginAt(Blend.HALF);
    p99(SCENARIO, rehearsal, seed);

    assertThat(rehearsal.decisions())
        .last()
        .isInstanceOfSatisfying(
            RollBack.class,
            back -> assertThat(back.guardrail())
                .isIn(Guardrail.LATENCY, Guardrail.ERRORS, Guardrail.CHURN, Guardrail.STALLED));
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  void good_goesUpStepByStep_andKeepsItsRecord(long seed) {
    Rehearsal rehearsal = rehearse(school.model("better", 1), Belief.EARNED, 10, seed);

    assertThat(rehearsal.decisions()).noneMatch(RollBack.class::isInstance);
    assertThat(rehearsal.decisions())
        .filteredOn(Advance.class::isInstance)
        .extracting(decision -> decision instanceof Advance up ? up.to() : null)
        .startsWith(Blend.ONE, Blend.FIVE, Blend.QUARTER);
    if (rehearsal.decisions().getLast() instanceof Promote) {
      assertThat(rehearsal.state().active().orElseThrow().trust()).isGreaterThan(0.5);
    }
  }

  private Rehearsal rehearse(ScoringModel candidate, Belief belief, double maxLoss, long seed) {
    Rehearsal rehearsal = rehearsal(candidate, belief, maxLoss);
    p99(SCENARIO, rehearsal, seed);
    return rehearsal;
  }

  private Rehearsal rehearsal(ScoringModel candidate, Belief belief, double maxLoss) {
    int ticks = (int) BEFORE.toSeconds() / TICK_SECONDS;
    return new Rehearsal(good, candidate, belief, fast(maxLoss), ticks);
  }

  /** From its shipping to its roll-back, against the good model alone under the same requests. */
  private double p99RatioOfItsLife(Rehearsal known, Belief belief, double maxLoss, long seed) {
    Duration life = Duration.ofSeconds((long) known.endedAt() * TICK_SECONDS).minus(BEFORE);
    Scenario during = SCENARIO.lasting(BEFORE, life.plusSeconds(TICK_SECONDS));
    Rehearsal again = rehearsal(poisoned, belief, maxLoss);
    double with = p99(during, again, seed);
    assertThat(again.decisions()).isEqualTo(known.decisions());
    double without =
        p99(during, (cluster, settings) -> new ModelEstimator(cluster, settings, good), seed);
    return with / without;
  }

  private static double p99(Scenario scenario, EstimatorFactory estimators, long seed) {
    return Run.play(
            scenario,
            OURS,
            seed,
            ControlSettings.DEFAULTS,
            Optional.of(estimators),
            (mesh, weights) -> {})
        .p99Millis();
  }

  /** As careful as the defaults, but a step takes no longer than its pairs of blocks. */
  private static TrialSettings fast(double maxLoss) {
    GuardrailSettings d = TrialSettings.DEFAULTS.guardrails();
    return new TrialSettings(
        new GuardrailSettings(
            d.falseAlarms(),
            d.tolerance(),
            d.priorSpread(),
            d.dispersion(),
            d.minTicks(),
            Duration.ofMinutes(2),
            2_000,
            Duration.ofMinutes(10),
            d.maxP99Ratio(),
            d.referenceTicks(),
            d.churnFactor(),
            d.churnSlack(),
            12,
            d.maxUnscored(),
            d.maxDistance()),
        4,
        1,
        4,
        maxLoss);
  }
}
