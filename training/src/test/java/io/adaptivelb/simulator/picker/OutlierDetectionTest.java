package io.adaptivelb.simulator.picker;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.simulator.engine.Meshes;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.OutlierRules;
import io.adaptivelb.simulator.engine.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What {@code outlier_detection_impl.cc} does with the settings of {@code config/envoy/bootstrap.yaml}. */
class OutlierDetectionTest {
  private static final int ENDPOINTS = 8;

  private final Simulation simulation = Meshes.simulation(ENDPOINTS, 10, 0.001, 3);

  private OutlierDetection detection(Duration healthChecks) {
    simulation.use(new RoundRobin(simulation.mesh()));
    return new OutlierDetection(
        simulation,
        new OutlierRules(
            5,
            3,
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            0.4,
            false,
            healthChecks));
  }

  private static void fail(OutlierDetection detection, int endpoint, Outcome outcome, int times) {
    for (int i = 0; i < times; i++) {
      detection.ended(0, endpoint, outcome, 0.001, 0);
    }
  }

  private boolean in(int endpoint) {
    return simulation.mesh().hosts(0).contains(endpoint);
  }

  @Test
  void connectionFailures_countByThemselvesAndWhenRetriedToo() {
    OutlierDetection detection = detection(Duration.ZERO);
    fail(detection, 1, Outcome.CONNECTION_FAILURE, 2);
    fail(detection, 1, Outcome.SERVER_ERROR, 4);
    detection.retried(0, 1, Outcome.CONNECTION_FAILURE, 0.001);
    detection.retried(0, 1, Outcome.CONNECTION_FAILURE, 0.001);
    assertThat(in(1)).isTrue();

    detection.retried(0, 1, Outcome.CONNECTION_FAILURE, 0.001);
    assertThat(in(1)).isFalse();
  }

  @Test
  void noMoreThanTheShare_areEjected() {
    OutlierDetection detection = detection(Duration.ZERO);
    for (int e = 0; e < ENDPOINTS; e++) {
      fail(detection, e, Outcome.SERVER_ERROR, 5);
    }

    // 40 % of eight is three.
    assertThat(simulation.mesh().hosts(0).size()).isEqualTo(5);
  }

  @Test
  void defaults_ejectNobodyOfNineOrFewer() {
    OutlierDetection detection = new OutlierDetection(simulation);
    simulation.use(new RoundRobin(simulation.mesh()));
    fail(detection, 1, Outcome.SERVER_ERROR, 50);

    assertThat(in(1)).isTrue();
  }

  @Test
  void ejection_endsWithTheNextHealthCheckOrAfterItsTime() {
    OutlierDetection checked = detection(Duration.ofMillis(500));
    fail(checked, 1, Outcome.SERVER_ERROR, 5);
    assertThat(in(1)).isFalse();
    simulation.runUntil(0.6);
    assertThat(in(1)).isTrue();
  }

  @Test
  void ejection_withoutHealthChecksLastsLongerEachTimeAndForgets() {
    OutlierDetection detection = detection(Duration.ZERO);
    fail(detection, 1, Outcome.SERVER_ERROR, 5);
    simulation.runUntil(4.9);
    assertThat(in(1)).isFalse();
    simulation.runUntil(5.1);
    assertThat(in(1)).isTrue();

    fail(detection, 1, Outcome.SERVER_ERROR, 5);
    simulation.runUntil(14.9);
    assertThat(in(1)).isFalse();
    simulation.runUntil(15.7);
    assertThat(in(1)).isTrue();

    // A few quiet intervals later the next one is the first again.
    simulation.runUntil(20);
    fail(detection, 1, Outcome.SERVER_ERROR, 5);
    simulation.runUntil(25.1);
    assertThat(in(1)).isTrue();
  }
}
