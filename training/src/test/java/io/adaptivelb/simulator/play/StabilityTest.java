package io.adaptivelb.simulator.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.control.StabilitySettings;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scenario in which the loop answers to itself, with and without the monitor's damping. */
class StabilityTest {
  private static final Scenario OSCILLATION = ScenarioFile.read("oscillation");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void loopThatAnswersToItself_oscillatesUnlessItIsDamped(long seed) {
    Figures wild = play(seed, false);
    Figures damped = play(seed, true);

    assertThat(wild.oscillation()).isGreaterThan(0.12);
    assertThat(damped.oscillation()).isLessThan(0.08);
    assertThat(damped.p99Millis()).isLessThan(0.85 * wild.p99Millis());
    assertThat(damped.errorRatio()).isLessThan(0.25 * wild.errorRatio());
  }

  private static Figures play(long seed, boolean damping) {
    ControlSettings defaults = ControlSettings.DEFAULTS;
    ControlSettings settings = new ControlSettings(
        defaults.tick(),
        defaults.estimation(),
        defaults.allocation(),
        defaults.ejection(),
        defaults.fastPath(),
        defaults.scores(),
        new StabilitySettings(damping, defaults.stability().safetyShare()));
    return Run.play(
        OSCILLATION, Policy.parse("adaptive+least_request"), seed, settings, (mesh, weights) -> {});
  }
}
