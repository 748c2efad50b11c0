package io.adaptivelb.simulator.picker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.simulator.engine.Meshes;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Picker;
import io.adaptivelb.simulator.engine.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that the originals' own tests and papers give. */
class GoldenTest {
  /** gRFC A58: 1000 rps at utilisation 0.5 → 2000; with 100 errors a second and penalty 2 → 1428. */
  @ParameterizedTest
  @CsvSource({"1000,0.5,0,1,2000", "1000,0.5,100,2,1428", "0,0.5,0,1,0", "1000,0,0,1,0"})
  void grpcWeight(double qps, double utilisation, double eps, double penalty, double expected) {
    assertThat(GrpcWrr.weight(qps, utilisation, eps, penalty)).isCloseTo(expected, within(1.0));
  }

  /** b = max(1, (1+δ)/((1−m/n)·r_probe − r_remove)); where probes do not keep up, an answer lives with its pool. */
  @ParameterizedTest
  @CsvSource({
    "16,100,3,1,1,1.3158",
    "16,1000,3,1,1,1.0246",
    "16,20,3,1,1,16",
    "16,40,3,1,1,2.5",
    "16,100,5,0.25,1,1"
  })
  void prequalReuse(double m, double n, double probes, double removals, double delta, double b) {
    assertThat(Prequal.reuse(m, n, probes, removals, delta)).isCloseTo(b, within(1e-4));
  }

  @Test
  void outlierDetection_fiveFailuresInARow_ejectFor30Seconds() {
    Simulation simulation = Meshes.simulation(10, 1_000, 0.001, 3);
    Picker picker = new RoundRobin(simulation.mesh());
    simulation.use(picker);
    OutlierDetection detection = new OutlierDetection(simulation);
    for (int i = 0; i < 4; i++) {
      detection.ended(0, 4, Outcome.SERVER_ERROR, 0.001, 0);
    }
    detection.ended(0, 4, Outcome.SUCCESS, 0.001, 0);
    for (int i = 0; i < 4; i++) {
      detection.ended(0, 4, Outcome.SERVER_ERROR, 0.001, 0);
    }
    assertThat(simulation.mesh().hosts(0).contains(4)).isTrue();

    detection.ended(0, 4, Outcome.SERVER_ERROR, 0.001, 0);
    assertThat(simulation.mesh().hosts(0).contains(4)).isFalse();

    // 10 % of ten hosts is one.
    for (int i = 0; i < 5; i++) {
      detection.ended(0, 5, Outcome.SERVER_ERROR, 0.001, 0);
    }
    assertThat(simulation.mesh().hosts(0).contains(5)).isTrue();

    simulation.runUntil(29);
    assertThat(simulation.mesh().hosts(0).contains(4)).isFalse();
    simulation.runUntil(31);
    assertThat(simulation.mesh().hosts(0).contains(4)).isTrue();
  }
}
