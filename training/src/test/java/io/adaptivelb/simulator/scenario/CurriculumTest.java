package io.adaptivelb.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.simulator.engine.Hosts;
import io.adaptivelb.simulator.engine.Simulation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CurriculumTest {
  private static final List<Scenario> DRAWN = Curriculum.draw(7, 100);

  @Test
  void seed_decidesAll_andALongerListBeginsWithTheShorter() {
    assertThat(Curriculum.draw(7, 20)).isEqualTo(DRAWN.subList(0, 20));
    assertThat(Curriculum.draw(8, 20)).doesNotContainAnyElementsOf(DRAWN);
    assertThat(Curriculum.draw(7, 0)).isEmpty();
  }

  @Test
  void scenarios_differInWhatTheyAre() {
    assertThat(DRAWN.stream().map(Scenario::name)).doesNotHaveDuplicates();
    assertThat(DRAWN.stream().map(Scenario::meanRate)).doesNotHaveDuplicates();
    assertThat(DRAWN.stream().map(Scenario::duration)).doesNotHaveDuplicates();
    assertThat(DRAWN.stream().map(Scenario::servers)).doesNotHaveDuplicates();
    assertThat(DRAWN.stream().map(Scenario::endpoints).distinct().count()).isGreaterThan(20);
  }

  @Test
  void scenarios_areSmallAndLeaveRoom() {
    assertThat(DRAWN).allSatisfy(scenario -> {
      assertThat(scenario.proxies()).isBetween(8, 20);
      assertThat(scenario.endpoints()).isBetween(10, 40);
      assertThat(scenario.load().utilisation()).isBetween(0.15, 0.7);
      assertThat(scenario.cpu().mean()).isBetween(Duration.ofMillis(2), Duration.ofMillis(20));
      assertThat(scenario.seconds()).isBetween(480.0, 900.01);
      assertThat(scenario.meanRate() / scenario.endpoints()).isLessThan(300);
    });
    assertThat(DRAWN.stream().mapToDouble(Scenario::meanRate).average().orElseThrow())
        .isLessThan(4_000);
  }

  @Test
  void everyTrouble_isDrawn_andNoneSometimes() {
    Set<Fault.Kind> kinds = EnumSet.noneOf(Fault.Kind.class);
    DRAWN.forEach(scenario -> scenario.faults().forEach(fault -> kinds.add(fault.what())));

    assertThat(kinds)
        .contains(
            Fault.Kind.STEAL,
            Fault.Kind.CONTENTION,
            Fault.Kind.LEAK,
            Fault.Kind.DEPLOY,
            Fault.Kind.SLOW,
            Fault.Kind.ERRORS,
            Fault.Kind.FAST_ERRORS,
            Fault.Kind.PAUSE,
            Fault.Kind.CRASH);
    assertThat(DRAWN.stream().filter(scenario -> scenario.faults().isEmpty()).count())
        .isBetween(3L, 25L);
    assertThat(DRAWN.stream()
            .flatMap(scenario -> scenario.faults().stream())
            .filter(fault -> fault.warning().seconds().high() > 0)
            .count())
        .isGreaterThan(15);
  }

  @Test
  void parameters_areNeverThoseOfAScenarioThatComesAlong() {
    Set<Object> known = new HashSet<>();
    for (String name : ScenarioFile.names()) {
      Scenario scenario = ScenarioFile.read(name);
      known.addAll(periodsAndAmounts(scenario));
      known.add(scenario.duration());
    }
    Set<Object> drawn = new HashSet<>();
    DRAWN.forEach(scenario -> drawn.addAll(periodsAndAmounts(scenario)));
    DRAWN.forEach(scenario -> drawn.add(scenario.duration()));
    drawn.removeAll(Set.of(Span.of(0), Span.of(1)));

    assertThat(drawn).hasSizeGreaterThan(500).doesNotContainAnyElementsOf(known);
  }

  private static Set<Object> periodsAndAmounts(Scenario scenario) {
    Set<Object> all = new HashSet<>();
    for (Fault fault : scenario.faults()) {
      all.add(fault.every());
      all.add(fault.amount());
      all.add(fault.lasts());
    }
    if (!scenario.servers().storm().lasts().isZero()) {
      all.add(scenario.servers().storm().at());
      all.add(scenario.servers().storm().amount());
    }
    return all;
  }

  @Test
  void all_canBePlayed() {
    assertThat(DRAWN).allSatisfy(scenario -> {
      Staging staging = new Staging(scenario.loaded(0.2), 1);
      Simulation simulation = staging.simulation();
      int[] turn = new int[1];
      simulation.use(proxy -> {
        Hosts hosts = simulation.mesh().hosts(proxy);
        return hosts.get(turn[0]++ % hosts.size());
      });
      staging.plan(new Quiet());
      simulation.runUntil(100);
      assertThat(simulation.sent()).isPositive();
    });
  }

  private static final class Quiet implements Events {
    @Override
    public void health(int endpoint, boolean healthy) {}

    @Override
    public void membership() {}

    @Override
    public void brain(boolean up) {}
  }
}
