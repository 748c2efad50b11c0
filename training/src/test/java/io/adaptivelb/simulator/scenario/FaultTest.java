package io.adaptivelb.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of fault does what it says, where and while it says so, and nothing is left of it afterwards. */
class FaultTest {
  private static final Offset<Double> EXACTLY = within(1e-6);

  @TempDir
  Path folder;

  private Stage stage(String yaml) {
    return new Stage(folder, yaml);
  }

  @Test
  void slow_multipliesTheTimeOnTheCpu() {
    Stage stage = stage("faults: [{kind: slow, at: 10s, lasts: 10s, only: [1], amount: 10}]");

    stage.until(40);

    assertThat(stage.millis(1, 0, 9)).isEqualTo(5, EXACTLY);
    assertThat(stage.millis(1, 10, 19)).isEqualTo(50, EXACTLY);
    assertThat(stage.millis(0, 10, 19)).isEqualTo(5, EXACTLY);
    assertThat(stage.millis(1, 21, 39)).isEqualTo(5, EXACTLY);
  }

  @Test
  void steal_leavesTheRestOfTheCores_andShowsOnTheMeterOnlyWhenVisible() {
    Stage stage = stage("""
        faults: [{kind: steal, at: 10s, lasts: 10s, only: [1], amount: 0.9}, {kind: steal, at: 10s, lasts: 10s, only: [2], amount: 0.9, visible: true}]
        """);

    stage.until(40);

    // 0.4 of four cores are left, for one request at a time.
    assertThat(stage.millis(1, 10, 19)).isEqualTo(12.5, EXACTLY);
    assertThat(stage.millis(2, 10, 19)).isEqualTo(12.5, EXACTLY);
    assertThat(stage.millis(1, 21, 39)).isEqualTo(5, EXACTLY);
    assertThat(unseen(stage, 1)).isEqualTo(0, EXACTLY);
    assertThat(unseen(stage, 2)).isEqualTo(0.9 * 4 * 10, EXACTLY);
  }

  private static double unseen(Stage stage, int endpoint) {
    Server server = stage.simulation.mesh().server(endpoint);
    return server.meteredCoreSeconds(40) - server.busyCoreSeconds(40);
  }

  @Test
  void faultsOfAKind_addUp() {
    Stage stage = stage("""
        faults: [{kind: steal, at: 10s, lasts: 10s, only: [1], amount: 0.8}, {kind: steal, at: 10s, lasts: 20s, only: [1], amount: 0.5}]
        """);

    stage.until(15);
    assertThat(stage.simulation.mesh().server(1).trueCapacity()).isEqualTo(0.4, EXACTLY);
    stage.until(25);
    assertThat(stage.simulation.mesh().server(1).trueCapacity()).isEqualTo(2, EXACTLY);
    stage.until(35);
    assertThat(stage.simulation.mesh().server(1).trueCapacity()).isEqualTo(4, EXACTLY);
  }

  @Test
  void slowDependency_multipliesTheWaitAndLeavesTheCpuAlone() {
    Stage stage = stage("""
        downstream: {mean: 10ms, shape: constant}
        faults: [{kind: slow_dependency, at: 10s, lasts: 10s, only: [1], amount: 6}]
        """);

    stage.until(40);

    assertThat(stage.millis(1, 10, 19)).isEqualTo(65, EXACTLY);
    assertThat(stage.millis(0, 10, 19)).isEqualTo(15, EXACTLY);
    assertThat(stage.millis(1, 21, 39)).isEqualTo(15, EXACTLY);
    Server server = stage.simulation.mesh().server(1);
    assertThat(server.busyCoreSeconds(40))
        .isEqualTo(0.005 * stage.answers(1, 0, 40).size(), within(0.01));
  }

  @Test
  void fastErrors_failAtOnce() {
    Stage stage = stage("faults: [{kind: fast_errors, at: 10s, lasts: 10s, only: [1], amount: 1}]");

    stage.until(40);

    assertThat(stage.answers(1, 10, 20)).isNotEmpty().allSatisfy(answer -> {
      assertThat(answer.outcome()).isEqualTo(Outcome.SERVER_ERROR);
      assertThat(answer.millis()).isEqualTo(1, EXACTLY);
    });
    assertThat(stage.answers(1, 20, 39))
        .allSatisfy(a -> assertThat(a.outcome()).isEqualTo(Outcome.SUCCESS));
  }

  @Test
  void errors_failAShareInTheTimeOfASuccess() {
    Stage stage = stage("""
        load: {rate: 200}
        faults: [{kind: errors, at: 10s, lasts: 40s, only: [1], amount: 0.3}]
        """);

    stage.until(60);

    List<Stage.Answer> failed = stage.answers(1, 10, 50).stream()
        .filter(answer -> answer.outcome() == Outcome.SERVER_ERROR)
        .toList();
    // 2,000 requests: a standard deviation is 0.01.
    assertThat((double) failed.size() / stage.answers(1, 10, 50).size()).isBetween(0.25, 0.35);
    assertThat(failed)
        .allSatisfy(answer -> assertThat(answer.millis()).isGreaterThanOrEqualTo(5 - 1e-6));
    assertThat(stage.answers(0, 10, 50))
        .allSatisfy(a -> assertThat(a.outcome()).isEqualTo(Outcome.SUCCESS));
  }

  @Test
  void pause_letsNobodyFinishBeforeItsEnd() {
    Stage stage = stage("faults: [{kind: pause, at: 10s, lasts: 2s, only: [1]}]");

    stage.until(40);

    assertThat(stage.answers(1, 10, 12))
        .isNotEmpty()
        .allSatisfy(answer -> assertThat(answer.sent() + answer.millis() / 1e3).isGreaterThan(12));
    assertThat(stage.millis(0, 10, 12)).isEqualTo(5, EXACTLY);
    assertThat(stage.millis(1, 13, 39)).isEqualTo(5, EXACTLY);
  }

  @Test
  void crash_failsUntilItIsSeen_andComesBackCold() {
    Stage stage = stage("""
        servers: {warmth: 0.5, warmUp: 10s}
        faults: [{kind: crash, at: 10s, lasts: 5s, only: [1]}]
        """);

    stage.until(60);

    assertThat(stage.answers(1, 10, 11))
        .isNotEmpty()
        .allSatisfy(a -> assertThat(a.outcome()).isEqualTo(Outcome.CONNECTION_FAILURE));
    assertThat(stage.answers(1, 11, 16)).isEmpty();
    assertThat(stage.millis(1, 16, 16.5)).isBetween(5 / 0.6, 5 / 0.5);
    assertThat(stage.millis(1, 26, 59)).isEqualTo(5, EXACTLY);
    assertThat(stage.simulation.mesh().server(1).life()).isEqualTo(1);
    assertThat(stage.events).containsExactly("10.3 1 ill", "15.6 1 well");
  }

  @Test
  void deploy_drainsBeforeItStops_soThatNothingFails() {
    Stage stage = stage("""
        servers: {warmth: 0.5, warmUp: 10s}
        faults: [{kind: deploy, at: 10s, lasts: 3s, only: [1]}]
        """);

    stage.until(60);

    assertThat(stage.answers).allSatisfy(a -> assertThat(a.outcome()).isEqualTo(Outcome.SUCCESS));
    assertThat(stage.answers(1, 10, 16)).isEmpty();
    assertThat(stage.millis(1, 16, 16.5)).isBetween(5 / 0.6, 5 / 0.5);
    assertThat(stage.millis(1, 26, 59)).isEqualTo(5, EXACTLY);
    assertThat(stage.simulation.mesh().server(1).life()).isEqualTo(1);
    assertThat(stage.events).contains("10.0 membership", "16.0 membership");
  }

  @Test
  void rollingDeploy_hitsEveryEndpointOnce_oneAfterTheOther() {
    Stage stage = stage(
        "faults: [{kind: deploy, at: 10s, every: 80s, endpoints: 4, staggered: true, lasts: 3s}]");

    List<Integer> down = new ArrayList<>();
    for (double at : new double[] {13, 33, 53, 73}) {
      stage.until(at);
      for (int e = 0; e < 4; e++) {
        if (!stage.simulation.mesh().server(e).isUp()) {
          down.add(e);
        }
      }
    }
    assertThat(down).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void leak_fillsTheMemory_andIsHardlyFeltUntilItIsFull() {
    Stage stage = stage("""
        servers: {warmth: 0.5, warmUp: 10s}
        faults: [{kind: leak, at: 10s, lasts: 20s, only: [1], amount: 0.8}]
        """);

    double before = memory(stage, 9);
    // Half, nine tenths and all of what was free.
    assertThat(memory(stage, 20.5)).isEqualTo(before + 0.5 * (1 - before), within(0.001));
    assertThat(memory(stage, 28.5)).isEqualTo(before + 0.9 * (1 - before), within(0.001));
    assertThat(memory(stage, 34)).isEqualTo(before, within(0.001));
    stage.until(60);

    assertThat(stage.millis(1, 10, 11)).isEqualTo(5, EXACTLY);
    assertThat(stage.millis(1, 20.1, 20.9)).isEqualTo(5 / (1 - 0.8 * 0.015 / 0.515), EXACTLY);
    assertThat(stage.millis(1, 28.1, 28.9)).isEqualTo(5 / (1 - 0.8 * 0.027 / 0.127), EXACTLY);
    assertThat(stage.simulation.mesh().server(1).life()).isEqualTo(1);
    assertThat(stage.millis(1, 45, 59)).isEqualTo(5, EXACTLY);
    assertThat(stage.events).containsExactly("30.3 1 ill", "33.6 1 well");
  }

  private static double memory(Stage stage, double at) {
    return stage.until(at).simulation.mesh().server(1).memoryRatio(at);
  }

  @Test
  void leakThatLosesEverythingInTheEnd_goesTheWayOfAHyperbola() {
    Stage stage = stage("faults: [{kind: leak, at: 0s, lasts: 100s, only: [1], amount: 0.99}]");

    double half = stage.until(50.5).simulation.mesh().server(1).trueSpeed();
    double most = stage.until(90.5).simulation.mesh().server(1).trueSpeed();
    double all = stage.until(99.5).simulation.mesh().server(1).trueSpeed();

    assertThat(half).isGreaterThan(0.96);
    assertThat(most).isBetween(0.75, 0.85);
    assertThat(all).isBetween(0.2, 0.3);
  }

  @Test
  void warning_takesMemoryAndCpuBeforeTheFault_andIsOverWithIt() {
    Stage stage = stage("""
        faults: [{kind: slow, at: 10s, warning: 20s, lasts: 10s, only: [1], amount: 4}]
        """);

    double before = memory(stage, 9);
    assertThat(memory(stage, 20.5)).isEqualTo(before + 0.2 * (1 - before), within(0.001));
    assertThat(memory(stage, 35)).isEqualTo(before + 0.4 * (1 - before), within(0.001));
    assertThat(memory(stage, 41)).isEqualTo(before, within(0.001));
    stage.until(60);

    assertThat(stage.millis(1, 0, 10)).isEqualTo(5, EXACTLY);
    assertThat(stage.millis(1, 20.1, 20.9)).isEqualTo(5 * 1.15, EXACTLY);
    assertThat(stage.millis(1, 31, 39)).isEqualTo(5 * 1.3 * 4, EXACTLY);
    assertThat(stage.millis(1, 41, 59)).isEqualTo(5, EXACTLY);
    assertThat(stage.millis(0, 0, 59)).isEqualTo(5, EXACTLY);
  }

  @Test
  void restartDuringAWarning_curesIt() {
    Stage stage = stage("""
        servers: {warmth: 1}
        faults: [{kind: slow, at: 10s, warning: 20s, lasts: 10s, only: [1], amount: 4}, {kind: crash, at: 20s, lasts: 2s, only: [1]}]
        """);

    stage.until(60);

    assertThat(stage.millis(1, 18.1, 18.9)).isGreaterThan(5.5);
    assertThat(stage.millis(1, 24, 59)).isEqualTo(5, EXACTLY);
    assertThat(stage.millis(1, 31, 39)).isEqualTo(5, EXACTLY);
  }

  @Test
  void storm_takesCoresOfANewProcessAtItsAge_andTheMeterShowsIt() {
    Stage stage = stage("""
        servers: {warmth: 1, storm: {at: 10s, lasts: 5s, amount: 0.9}}
        faults: [{kind: crash, at: 10s, lasts: 2s, only: [1]}]
        """);

    stage.until(40);

    // 0.4 of four cores are left, for one request at a time. Those that run from the beginning have
    // it behind them.
    assertThat(stage.millis(1, 14, 21)).isEqualTo(5, EXACTLY);
    assertThat(stage.millis(1, 22, 26)).isEqualTo(12.5, EXACTLY);
    assertThat(stage.millis(1, 28, 39)).isEqualTo(5, EXACTLY);
    assertThat(stage.millis(0, 0, 39)).isEqualTo(5, EXACTLY);
    assertThat(unseen(stage, 1)).isEqualTo(0.9 * 4 * 5, EXACTLY);
  }

  @Test
  void brainOutages_thatOverlapAreOne() {
    Stage stage = stage("""
        faults: [{kind: brain_outage, at: 10s, lasts: 2m}, {kind: brain_outage, at: 1m, lasts: 90s}]
        """);

    stage.until(200);

    assertThat(stage.events).containsExactly("10.0 brain down", "150.0 brain up");
  }

  @Test
  void period_isKeptExactlyWhenRegular_andOnAverageElse() {
    List<Double> regular = begins("regular: true");
    List<Double> irregular = begins("regular: false");

    assertThat(regular).startsWith(10.0, 40.0, 70.0, 100.0).hasSize(100);
    assertThat(irregular).isNotEqualTo(regular);
    for (int i = 1; i < irregular.size(); i++) {
      assertThat(irregular.get(i) - irregular.get(i - 1)).isBetween(14.9, 45.1);
    }
    assertThat(irregular.size()).isBetween(90, 110);
  }

  /** When endpoints become slow, to a tenth of a second. */
  private List<Double> begins(String how) {
    Stage stage = stage(
        "faults: [{kind: slow, at: 10s, every: 30s, lasts: 5s, amount: 2, %s}]".formatted(how));
    List<Double> begins = new ArrayList<>();
    boolean slow = false;
    for (int tenth = 1; tenth < 30_000; tenth++) {
      stage.until(tenth / 10.0 + 1e-6);
      boolean now = !slow(stage).isEmpty();
      if (now && !slow) {
        begins.add(tenth / 10.0);
      }
      slow = now;
    }
    return begins;
  }

  private static Set<Integer> slow(Stage stage) {
    Set<Integer> slow = new TreeSet<>();
    for (int e = 0; e < stage.simulation.mesh().endpoints(); e++) {
      if (stage.simulation.mesh().server(e).trueSpeed() < 1) {
        slow.add(e);
      }
    }
    return slow;
  }

  @Test
  void whoIsHit_isTheSameWhenFixed_andADrawEachTimeElse() {
    assertThat(hit("endpoints: 2, fixed: true")).hasSize(2);
    assertThat(hit("endpoints: 2")).hasSizeGreaterThan(6);
    assertThat(hit("endpoints: 0.3")).hasSizeGreaterThan(6);
    assertThat(hit("only: [3, 7]")).containsExactly(3, 7);
    assertThat(hit("only: [3, 7], endpoints: 1, fixed: true")).hasSize(1);
    assertThat(hit("endpoints: 1000")).hasSize(10);
  }

  /** All that are hit in 20 occurrences. */
  private Set<Integer> hit(String whom) {
    Stage stage = stage("""
        endpoints: 10
        faults: [{kind: slow, every: 10s, regular: true, lasts: 5s, amount: 2, %s}]
        """.formatted(whom));
    Set<Integer> all = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      all.addAll(slow(stage.until(10 * i + 2)));
    }
    return all;
  }
}
