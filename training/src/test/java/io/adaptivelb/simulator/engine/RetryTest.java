package io.adaptivelb.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Requests whose connection failed or broke go elsewhere, as Envoy's retry policy sends them. */
class RetryTest {
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private int retried;

  /** Three endpoints in turn, 300 requests a second of 10 ms; the first dies after 1 s. */
  private Simulation play(int retries) {
    SplittableRandom random = new SplittableRandom(1);
    double[] now = new double[1];
    Simulation simulation = new Simulation(
        new Setting(
            List.of(
                new ServerSpec(4, 4, 100, 1, 0),
                new ServerSpec(4, 4, 100, 1, 0),
                new ServerSpec(4, 4, 100, 1, 0)),
            List.of(0),
            0.001,
            0.001,
            1,
            0,
            retries),
        () -> now[0] -= StrictMath.log(1 - random.nextDouble()) / 300,
        r -> 0.01,
        r -> 0,
        1);
    int[] turn = new int[1];
    simulation.use(proxy -> turn[0]++ % 3);
    simulation.watch(new Witness() {
      @Override
      public void ended(int proxy, int endpoint, Outcome outcome, double seconds, double sent) {
        outcomes.merge(outcome, 1, Integer::sum);
      }

      @Override
      public void retried(int proxy, int endpoint, Outcome outcome, double seconds) {
        assertThat(endpoint).isZero();
        assertThat(outcome).isEqualTo(Outcome.CONNECTION_FAILURE);
        retried++;
      }
    });
    simulation.at(1, () -> simulation.stop(0));
    simulation.runUntil(3);
    return simulation;
  }

  @Test
  void deadEndpoint_failsItsShareOfRequests() {
    play(0);

    assertThat(outcomes.get(Outcome.CONNECTION_FAILURE)).isBetween(150, 250);
    assertThat(retried).isZero();
  }

  @Test
  void deadEndpoint_withRetries_failsNobody() {
    Simulation simulation = play(3);

    assertThat(outcomes.keySet()).containsExactly(Outcome.SUCCESS);
    // Every retry takes a turn too, so that half of the requests begin at the dead one.
    assertThat(retried).isBetween(250, 350);
    assertThat(simulation.mesh().active(0, 0)).isZero();
  }

  @Test
  void retries_endWhereEveryEndpointFailed() {
    SplittableRandom random = new SplittableRandom(1);
    double[] now = new double[1];
    Simulation simulation = new Simulation(
        new Setting(List.of(new ServerSpec(1, 1, 0, 1, 0)), List.of(0), 0, 0, 1, 0, 2),
        () -> now[0] -= StrictMath.log(1 - random.nextDouble()) / 10,
        r -> 0.01,
        r -> 0,
        1);
    simulation.watch(
        (proxy, endpoint, outcome, seconds, sent) -> outcomes.merge(outcome, 1, Integer::sum));
    simulation.at(0, () -> simulation.stop(0));

    simulation.runUntil(10);

    assertThat(outcomes.keySet()).containsExactly(Outcome.CONNECTION_FAILURE);
    assertThat(outcomes).containsEntry(Outcome.CONNECTION_FAILURE, (int) simulation.sent());
    assertThat(simulation.mesh().active(0, 0)).isZero();
  }

  @Test
  void settingOutOfRange_namesTheValueAndTheRule() {
    assertThatThrownBy(
            () -> new Setting(List.of(new ServerSpec(1, 1, 0, 1, 0)), List.of(0), 0, 0, 1, 0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("retries is -1; it must be in 0…100");
  }
}
