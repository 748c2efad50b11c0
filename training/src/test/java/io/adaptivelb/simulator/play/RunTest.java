package io.adaptivelb.simulator.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunTest {
  private static final Scenario SHORT = ScenarioFile.read("mix")
      .sized(10, 10)
      .lasting(Duration.ofSeconds(10), Duration.ofSeconds(20));

  static List<String> policies() {
    return Policy.names();
  }

  static List<String> scenarios() {
    return ScenarioFile.names();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void everyPolicy_underOneSeed_givesTheSameFigures(String name) {
    Policy policy = Policy.parse(name);

    Figures first = Run.play(SHORT, policy, 3);

    assertThat(Run.play(SHORT, policy, 3)).isEqualTo(first);
    assertThat(Run.play(SHORT, policy, 4)).isNotEqualTo(first);
    assertThat(first.requests()).isGreaterThan(10_000);
    assertThat(first.p50Millis()).isBetween(1.0, 1_000.0);
    assertThat(first.p99Millis()).isGreaterThanOrEqualTo(first.p90Millis());
    assertThat(first.errorRatio()).isBetween(0.0, 1.0);
    assertThat(policy.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyScenario_isReadAndPlays(String name) {
    Scenario scenario = ScenarioFile.read(name);
    assertThat(scenario.name()).isEqualTo(name);
    assertThat(scenario.about()).isNotBlank();

    Figures figures = Run.play(
        scenario.lasting(Duration.ofSeconds(1), Duration.ofSeconds(3)),
        Policy.parse("least_request"),
        1);

    assertThat(figures.requests()).isGreaterThan(100);
  }

  /** What a policy does must not change what it is measured with. */
  @Test
  void twoPolicies_underOneSeed_seeTheSameArrivals() {
    List<Long> requests = new ArrayList<>();
    for (String name : List.of("random", "prequal", "adaptive+least_request")) {
      requests.add(Run.play(SHORT, Policy.parse(name), 5).requests());
    }
    assertThat(requests).containsOnly(requests.getFirst());
  }

  @Test
  void unknownPolicy_namesTheNearest() {
    assertThatThrownBy(() -> Policy.parse("prequel"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("did you mean prequal?");
    assertThatThrownBy(() -> Policy.parse("adaptive"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("adaptive+");
    assertThatThrownBy(() -> Policy.parse("pid+prequal")).isInstanceOf(UserError.class);
  }
}
