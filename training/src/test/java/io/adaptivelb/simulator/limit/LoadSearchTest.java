package io.adaptivelb.simulator.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.simulator.limit.LoadLimit.Outcome;
import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.simulator.play.Policy;
import io.adaptivelb.simulator.play.Run;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadSearchTest {
  private static final Scenario SCENARIO = ScenarioFile.read("antagonists");
  private static final Policy POLICY = Policy.parse("least_request");
  private static final Objective OBJECTIVE = new Objective(50, 0.005);

  private final List<LoadLimit> heard = new ArrayList<>();
  private int runs;

  private final LoadSearch.Listener listener = new LoadSearch.Listener() {
    @Override
    public void played(Scenario scenario, Policy policy) {
      runs++;
    }

    @Override
    public void found(LoadLimit limit) {
      heard.add(limit);
    }
  };

  private static Figures figures(Policy policy, long seed, double p99, double errors) {
    return new Figures(
        "antagonists", policy.name(), seed, 100, 1, 2, 3, p99, p99, p99, errors, 1, 1, 0, 0);
  }

  private static double utilisation(Scenario scenario) {
    return scenario.meanRate() / scenario.capacity();
  }

  /** A policy whose p99 passes 50 ms beyond some utilisation. */
  private List<LoadLimit> search(double threshold, int seeds) throws InterruptedException {
    LoadSearch.Player player = (scenario, policy, seed) ->
        figures(policy, seed, utilisation(scenario) <= threshold + 1e-9 ? 40 : 60, 0.001);
    return new LoadSearch(player, 4, listener).search(SCENARIO, List.of(POLICY), seeds, OBJECTIVE);
  }

  @ParameterizedTest
  @CsvSource({"0.05, 0.05", "0.06, 0.06", "0.371, 0.37", "0.379, 0.37", "0.5, 0.5", "0.99, 0.99"})
  void limit_isFoundToAHundredth(double threshold, double found) throws InterruptedException {
    LoadLimit limit = search(threshold, 3).getFirst();

    assertThat(limit.maxUtilisation()).isEqualTo(found);
    assertThat(limit.outcome()).isEqualTo(Outcome.FOUND);
    assertThat(limit.requestsPerSecond()).isCloseTo(found * 16_000, within(1e-6));
    assertThat(limit.p99Millis()).isCloseTo(40, within(1e-9));
    assertThat(limit.seeds()).isEqualTo(3);
    assertThat(heard).containsExactly(limit);
    assertThat(runs).isLessThanOrEqualTo(3 * LoadSearch.MOST_LOADS);
  }

  @Test
  void lowestLoad_thatFails_isSaid() throws InterruptedException {
    LoadLimit limit = search(0.01, 2).getFirst();

    assertThat(limit.outcome()).isEqualTo(Outcome.BELOW_LOWEST);
    assertThat(limit.maxUtilisation()).isZero();
    assertThat(limit.requestsPerSecond()).isZero();
    assertThat(limit.p99Millis()).isCloseTo(60, within(1e-9));
    assertThat(runs).isEqualTo(2);
  }

  @Test
  void highestLoad_thatHolds_isSaid() throws InterruptedException {
    LoadLimit limit = search(2, 1).getFirst();

    assertThat(limit.outcome()).isEqualTo(Outcome.ABOVE_HIGHEST);
    assertThat(limit.maxUtilisation()).isEqualTo(1);
  }

  /** Geometric for the p99, arithmetic for errors: one bad seed of three does not decide alone. */
  @Test
  void objective_isKeptByTheMeanOfTheSeeds() throws InterruptedException {
    LoadSearch.Player player = (scenario, policy, seed) -> {
      boolean heavy = utilisation(scenario) > 0.6;
      return figures(policy, seed, seed == 1 ? 100 : 30, heavy && seed == 2 ? 0.016 : 0.001);
    };

    LoadLimit limit = new LoadSearch(player, 2, listener)
        .search(SCENARIO, List.of(POLICY), 3, OBJECTIVE)
        .getFirst();

    // (100 · 30 · 30)^⅓ = 44.8 ms; beyond 0.6 errors are (0.001 + 0.016 + 0.001) / 3 = 0.006.
    assertThat(limit.maxUtilisation()).isEqualTo(0.6);
    assertThat(limit.p99Millis()).isCloseTo(Math.cbrt(90_000), within(1e-9));
    assertThat(limit.errorRatio()).isCloseTo(0.001, within(1e-12));
  }

  @Test
  void policies_keepTheirOrder() throws InterruptedException {
    List<Policy> policies = List.of(Policy.parse("random"), POLICY, Policy.parse("prequal"));
    LoadSearch.Player player = (scenario, policy, seed) ->
        figures(policy, seed, utilisation(scenario) <= 0.1 * policy.name().length() ? 10 : 90, 0);

    assertThat(new LoadSearch(player, 2, listener).search(SCENARIO, policies, 1, OBJECTIVE))
        .extracting(LoadLimit::policy)
        .containsExactly("random", "least_request", "prequal");
  }

  @Test
  void failureOfARun_endsTheSearch() {
    LoadSearch.Player player = (scenario, policy, seed) -> {
      throw new IllegalStateException("no luck");
    };

    assertThatThrownBy(() ->
            new LoadSearch(player, 2, listener).search(SCENARIO, List.of(POLICY), 2, OBJECTIVE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no luck");
  }

  @Test
  void requestsWithoutCpu_haveNoUtilisation() {
    Scenario idle = new Scenario(
        "idle",
        "",
        1,
        1,
        1,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofMillis(1),
        Duration.ZERO,
        Duration.ofSeconds(1),
        Scenario.DEFAULTS.servers(),
        Scenario.DEFAULTS.cpu(),
        Scenario.DEFAULTS.downstream(),
        Scenario.DEFAULTS.load(),
        List.of(),
        Scenario.DEFAULTS.telemetry(),
        Scenario.DEFAULTS.health(),
        false,
        Duration.ZERO);

    assertThatThrownBy(() ->
            new LoadSearch(Run::play, 1, listener).search(idle, List.of(POLICY), 1, OBJECTIVE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cpu.mean is 0");
  }

  /** Round robin on unequal hardware: beyond half of the fleet's capacity its slowest endpoints are full. */
  @Test
  void realRuns_findWhereTheSlowestEndpointIsFull() throws InterruptedException {
    Scenario uneven = ScenarioFile.read("heterogeneous")
        .sized(5, 5)
        .lasting(Duration.ofSeconds(2), Duration.ofSeconds(15));

    LoadLimit limit = new LoadSearch(Run::play, 2, listener)
        .search(uneven, List.of(Policy.parse("round_robin")), 1, new Objective(200, 0.005))
        .getFirst();

    // Speeds 0.5, 1, 1, 2, 1: the slowest gets a fifth of the load with 0.5 of 5.5 of the capacity,
    // so it is full at 5 · 0.5 / 5.5 = 0.4545.
    assertThat(limit.outcome()).isEqualTo(Outcome.FOUND);
    assertThat(limit.maxUtilisation()).isBetween(0.40, 0.46);
  }
}
