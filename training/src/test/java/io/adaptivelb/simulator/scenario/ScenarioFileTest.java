package io.adaptivelb.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioFileTest {
  @TempDir
  Path folder;

  private Scenario read(String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("mine.yaml"), yaml);
      return ScenarioFile.read(file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void ownFile_isReadOverTheDefaults() {
    Scenario scenario = read("""
        name: mine
        endpoints: 8
        cpu: {mean: 5ms, shape: lognormal}
        load: {rate: 1000, profile: [{at: 0s, factor: 1}, {at: 10s, factor: 2}]}
        faults:
          - {kind: slow, at: 20s, lasts: [5, 10], endpoints: 0.25, amount: 4}
        """);

    assertThat(scenario.endpoints()).isEqualTo(8);
    assertThat(scenario.proxies()).isEqualTo(50);
    assertThat(scenario.cpu().shape()).isEqualTo(Demand.Shape.LOGNORMAL);
    assertThat(scenario.cpu().variation()).isEqualTo(1);
    assertThat(scenario.meanRate()).isEqualTo(1_000);
    assertThat(scenario.faults().getFirst().amount()).isEqualTo(Span.of(4.0));
    assertThat(scenario.faults().getFirst().lasts()).isEqualTo(new Span(5, 10));
    assertThat(scenario.timeout()).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: x\\nload: {rate: 5}\\nproxis: 3|did you mean \"proxies\"?",
        "name: x|utilisation is 0.0 and rate is 0.0; give one of them",
        "load: {rate: 5, utilisation: 0.5}|give one of them",
        "load: {rate: fast}|load.rate: is \"fast\"; write a number",
        "load: {rate: 5}\\nfaults: [{lasts: 5}]|a fault has no kind; write one of steal, slow",
        "load: {rate: 5}\\nfaults: [{kind: slwo}]|write one of steal, slow",
        "load: {rate: 5}\\nfaults: [{kind: steal, amount: 1.5}]|amount is 1.5; it must be in 0.0…0.99",
        "load: {rate: 5}\\nfaults: [{kind: slow, amount: [3, 2]}]|[3.0, 2.0] is no range",
        "load: {rate: 5}\\nfaults: [{kind: pause, only: [20]}]|faults.only",
        "load: {rate: 5}\\nendpoints: 0|endpoints is 0",
        "load: {rate: 5}\\ntimeout: 5|write a duration like",
        "load: {rate: 5}\\ncpu: {shape: file}|a file is given exactly for the shape file",
      })
  void mistake_namesTheValueAndTheRule(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml.replace("\\n", "\n")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  @Test
  void unknownName_namesTheNearest() {
    assertThatThrownBy(() -> ScenarioFile.read("antagonist"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("did you mean antagonists?");
  }
}
