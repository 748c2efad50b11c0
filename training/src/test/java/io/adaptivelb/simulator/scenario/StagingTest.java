package io.adaptivelb.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.simulator.engine.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file says of endpoints and wires is what a run does. */
class StagingTest {
  private static final Offset<Double> EXACTLY = within(1e-6);

  @TempDir
  Path folder;

  @Test
  void zones_costTimeOnTheWireBothWays() {
    Stage stage = new Stage(folder, """
        zones: 2
        near: 1ms
        far: 10ms
        """).until(20);

    // The one proxy stands in the first zone.
    assertThat(stage.millis(0, 0, 19)).isEqualTo(5 + 2, EXACTLY);
    assertThat(stage.millis(1, 0, 19)).isEqualTo(5 + 20, EXACTLY);
    assertThat(stage.millis(2, 0, 19)).isEqualTo(5 + 2, EXACTLY);
  }

  @Test
  void speeds_areDealtOutInTurn() {
    Stage stage = new Stage(folder, "servers: {speeds: [0.5, 2]}").until(20);

    assertThat(stage.millis(0, 0, 19)).isEqualTo(10, EXACTLY);
    assertThat(stage.millis(1, 0, 19)).isEqualTo(2.5, EXACTLY);
    assertThat(stage.millis(2, 0, 19)).isEqualTo(10, EXACTLY);
  }

  @Test
  void fullQueue_answers503() {
    Stage stage = new Stage(folder, """
        servers: {cores: 1, slots: 0, queue: 2}
        load: {rate: 1600}
        """).until(20);

    // Twice what they can do; two wait and one is served, so nobody waits longer than three
    // services.
    assertThat(share(stage, Outcome.REJECTED)).isBetween(0.45, 0.55);
    assertThat(stage.answers).allSatisfy(a -> assertThat(a.millis()).isLessThan(15.001));
  }

  @Test
  void timeout_isWhatTheFileSays() {
    Stage stage = new Stage(folder, """
        timeout: 40ms
        servers: {cores: 1, slots: 0, queue: 1000000}
        load: {rate: 1600}
        """).until(20);

    assertThat(share(stage, Outcome.TIMEOUT)).isGreaterThan(0.9);
    assertThat(stage.answers).allSatisfy(a -> assertThat(a.millis()).isLessThan(40.001));
  }

  @Test
  void slots_areTheDifferenceBetweenAQueueAndSharing() {
    String crowded = """
        endpoints: 1
        servers: {cores: 1, slots: %d, queue: 100000}
        cpu: {mean: 5ms, shape: lognormal, variation: 5}
        load: {utilisation: 0.6}
        """;

    double queue = new Stage(folder, crowded.formatted(0)).until(100).millis(0, 0, 90);
    double shared = new Stage(folder, crowded.formatted(10_000)).until(100).millis(0, 0, 90);

    // Behind a long request in a queue everybody waits.
    assertThat(queue).isGreaterThan(3 * shared);
  }

  @Test
  void withoutRequests_theSameHappensToEndpoints() {
    String eventful = """
        servers: {storm: {at: 10s, lasts: 5s}}
        faults: [{kind: steal, every: 7s, amount: [0.2, 0.9]}, {kind: slow, at: 5s, every: 20s, warning: 8s, amount: 4}, \
        {kind: leak, every: 60s, lasts: 40s, endpoints: 2, amount: 0.9}, {kind: deploy, at: 9s, every: 30s, lasts: 3s}]
        """;
    Stage played = new Stage(folder, eventful);
    Staging silent = Staging.withoutRequests(played.scenario, 1);
    silent.plan(played);

    List<Double> capacities = new ArrayList<>();
    for (int second = 1; second < 200; second++) {
      played.until(second);
      silent.simulation().runUntil(second);
      for (int e = 0; e < 4; e++) {
        double capacity = played.simulation.mesh().server(e).trueCapacity();
        capacities.add(capacity);
        assertThat(silent.simulation().mesh().server(e).trueCapacity()).isEqualTo(capacity);
      }
    }
    assertThat(capacities.stream().distinct().count()).isGreaterThan(50);
    assertThat(silent.simulation().sent()).isZero();
    assertThat(played.simulation.sent()).isPositive();
  }

  private static double share(Stage stage, Outcome outcome) {
    return (double) stage.answers.stream().filter(a -> a.outcome() == outcome).count()
        / stage.answers.size();
  }
}
