package io.adaptivelb.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServersTest {
  @TempDir
  Path folder;

  private Scenario read(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.yaml"), yaml);
    return ScenarioFile.read(file.toString());
  }

  @Test
  void cores_areOneNumberOrDealtOutInTurn() throws IOException {
    Servers same = read("load: {rate: 5}\nservers: {cores: 8, slots: 0}").servers();
    assertThat(same.cores(3)).isEqualTo(8);
    assertThat(same.slotsOrCores(3)).isEqualTo(8);

    Scenario mixed = read(
        "load: {rate: 5}\nendpoints: 5\ncpu: {mean: 10ms}\nservers: {cores: [4, 2], slots: 0}");
    assertThat(mixed.servers().cores(1)).isEqualTo(2);
    assertThat(mixed.servers().slotsOrCores(4)).isEqualTo(4);
    assertThat(mixed.capacity()).isEqualTo(1_600);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "servers: {cores: 0}|cores is 0; it must be in 1…256",
        "servers: {cores: [4, 300]}|cores is 300; it must be in 1…256",
        "servers: {cores: []}|cores is []; it must be a list of numbers, not empty",
        "servers: {speeds: [1, null]}|speeds is [1.0, null]; it must be a list of numbers, not empty",
        "servers: {cores: four}|write a whole number",
        "servers: {storm: {amount: 1}}|amount is 1; it must be in 0…0.99",
        "faults: [{kind: slow, amount: 2, warning: [-1, 5]}]|warning is [-1.0, 5.0]; it must be in 0.0…100000.0",
        "envoy: {retries: -1}|retries is -1; it must be in 0…10",
        "envoy: {retrie: 1}|did you mean \"retries\"?",
        "envoy: {outliers: {consecutive5xx: 0}}|consecutive5xx is 0; it must be in 1…100",
        "envoy: {outliers: {maxEjectionTime: 5s}}|maxEjectionTime is 5s; it must be in 30s…",
        "envoy: {outliers: {maxEjected: 40}}|maxEjected is 40; it must be in 0…1",
      })
  void mistake_namesTheValueAndTheRule(String yaml, String message) {
    assertThatThrownBy(() -> read("load: {rate: 5}\n" + yaml))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }
}
