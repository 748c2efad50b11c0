package io.adaptivelb.simulator.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Simulation;
import io.adaptivelb.simulator.picker.RoundRobin;
import io.adaptivelb.simulator.scenario.Events;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import io.adaptivelb.simulator.scenario.Staging;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four services are, under round robin, what their users measured: each quantile within 5 %, errors 0.7 to 0.9 %. */
class ServicesIT {
  private static final int SEEDS = 3;
  private static final Percentage TOLERANCE = Percentage.withPercentage(5);

  private static final class Deaf implements Events {
    @Override
    public void health(int endpoint, boolean healthy) {}

    @Override
    public void membership() {}

    @Override
    public void brain(boolean up) {}
  }

  @ParameterizedTest
  @CsvSource({
    "service-a, 32, 89, 135",
    "service-b, 28, 95, 185",
    "service-c, 38, 125, 245",
    "service-d, 22, 78, 118"
  })
  void roundRobin_hasTheQuantilesThatWereMeasured(String name, double p50, double p95, double p99) {
    Scenario scenario = ScenarioFile.read(name);
    double from = scenario.warmUp().toSeconds();
    double to = from + scenario.duration().toSeconds();
    double[] millis = new double[3];
    long[] counts = new long[2];
    for (int seed = 1; seed <= SEEDS; seed++) {
      Staging staging = new Staging(scenario, seed);
      Simulation simulation = staging.simulation();
      simulation.use(new RoundRobin(simulation.mesh()));
      staging.plan(new Deaf());
      Histogram micros = new Histogram(1, 600_000_000L, 3);
      simulation.watch((proxy, endpoint, outcome, seconds, sent) -> {
        if (sent >= from && sent < to) {
          counts[0]++;
          if (outcome == Outcome.SUCCESS) {
            micros.recordValue(Math.round(seconds * 1e6));
          } else {
            counts[1]++;
          }
        }
      });
      simulation.runUntil(to + 1);
      millis[0] += micros.getValueAtPercentile(50) / 1e3 / SEEDS;
      millis[1] += micros.getValueAtPercentile(95) / 1e3 / SEEDS;
      millis[2] += micros.getValueAtPercentile(99) / 1e3 / SEEDS;
    }

    assertThat(millis[0]).isCloseTo(p50, TOLERANCE);
    assertThat(millis[1]).isCloseTo(p95, TOLERANCE);
    assertThat(millis[2]).isCloseTo(p99, TOLERANCE);
    assertThat((double) counts[1] / counts[0]).isBetween(0.007, 0.009);
  }
}
