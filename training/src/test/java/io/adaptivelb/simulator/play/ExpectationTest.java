package io.adaptivelb.simulator.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {
  @TempDir
  Path folder;

  private Scenario scenario(String load) throws IOException {
    return ScenarioFile.read(
        Files.writeString(folder.resolve("own.yaml"), """
            name: own
            proxies: 2
            endpoints: 2
            warmUp: 10s
            duration: 20s
            cpu: {mean: 1ms}
            load: %s
            """.formatted(load)).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{rate: 100}|3000",
        // 0.5 of 2 · 4 cores / 1 ms
        "{utilisation: 0.5}|120000",
        "{rate: 100, profile: [{at: 10s, factor: 2}]}|6000",
        // 10 s at 1, 10 s from 1 to 3, 10 s at 3
        "{rate: 100, profile: [{at: 10s, factor: 1}, {at: 20s, factor: 3}]}|6000",
        "{rate: 100, profile: [{at: 10s, factor: 1}, {at: 10s, factor: 3}]}|7000",
        // 30 s of a slope from 1 to 5 over 40 s
        "{rate: 100, profile: [{at: 0s, factor: 1}, {at: 40s, factor: 5}]}|7500",
        "{rate: 100, profile: [{at: 35s, factor: 2}, {at: 40s, factor: 9}]}|6000",
        "{rate: 100, bursts: {every: 5s, lasts: 1s, factor: 3}}|4200",
      })
  void requests_areTheIntegralOfTheRate(String load, double expected) throws IOException {
    assertThat(Expectation.requests(scenario(load))).isCloseTo(expected, within(1e-6));
  }

  @Test
  void requests_ofARealRun_comeClose() throws IOException {
    Scenario own = scenario(
        "{rate: 1000, profile: [{at: 5s, factor: 1}, {at: 15s, factor: 3}, {at: 20s, factor: 0.5}]}");
    AtomicLong started = new AtomicLong();

    Run.play(own, Policy.parse("random"), 1, ControlSettings.DEFAULTS, (mesh, weights) -> {
      if (mesh.now() <= 29.5) {
        started.set(mesh.server(0).started() + mesh.server(1).started());
      }
    });

    double expected = Expectation.requests(own) - 500;
    assertThat((double) started.get()).isCloseTo(expected, within(4 * Math.sqrt(expected)));
  }
}
