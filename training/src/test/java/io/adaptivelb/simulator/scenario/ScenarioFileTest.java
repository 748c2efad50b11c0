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
    assertThat(scenario.faults().getFirst().lasts()).isEqualTo(new Stretch(new Span(5, 10)));
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
        "load: {rate: 5}\\nfaults:\\n  -|faults has an empty item",
        "load: {rate: 5, profile: [null]}|profile has an empty item",
        "load: {utilisation: 0.5}|load.utilisation is 0.5 and cpu.mean 0s",
        "load: {rate: 5, repeat: 1m}|repeat is 1m and the profile is empty",
        "load: {rate: 5, repeat: 1m, profile: [{at: 2m, factor: 1}]}|the profile goes on until 2m",
        "load: {rate: 5}\\nfaults: [{kind: steal}]|amount is 0; nothing would happen",
        "load: {rate: 5}\\nfaults: [{kind: pause, lasts: 5 minutes}]|\"5 minutes\" is no time; write a duration like",
        "load: {rate: 5}\\nfaults: [{kind: pause, lasts: [2s, 1s]}]|[2.0, 1.0] is no range",
        "load: {rate: 5}\\nfaults: [{kind: deploy, staggered: true}]|staggered is true and every is 0s",
        "load: {rate: 5}\\nfaults: [{kind: pause, endpoint: 2}]|did you mean \"endpoints\"?",
        "load: {rate: 5}\\nfaults: {kind: pause}|faults: is a mapping; write a list",
        "load: {rate: 5}\\nfaults: [pause]|faults[0]: is \"pause\"; write a mapping",
        "load: {rate: 5}\\ncpu: 5ms|cpu: is \"5ms\"; write a mapping",
        "load: {rate: 5}\\ncpu: {mean: 1.5ms}|cpu.mean: is \"1.5ms\"; write a duration like",
        "load: {rate: 5}\\nservers: {speeds: 2}|servers.speeds: is 2; write a list",
      })
  void mistake_namesTheValueAndTheRule(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml.replace("\\n", "\n")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  @Test
  void times_areWrittenAsDurationsOrSeconds() {
    Scenario scenario = read("""
        load: {rate: 5}
        faults:
          - {kind: pause, lasts: 250ms}
          - {kind: pause, lasts: [1s, 2m]}
          - {kind: pause, lasts: [0.5, 2]}
        """);

    assertThat(scenario.faults().stream().map(fault -> fault.lasts().seconds()))
        .containsExactly(Span.of(0.25), new Span(1, 120), new Span(0.5, 2));
  }

  @Test
  void fileOfABundledScenario_isFoundWhereverItIsPlayed() {
    Scenario scenario = ScenarioFile.read("trace-driven");

    assertThat(scenario.load().trace())
        .hasValueSatisfying(trace -> assertThat(trace).exists());
  }

  @Test
  void unknownName_namesTheNearest() {
    assertThatThrownBy(() -> ScenarioFile.read("antagonist"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("did you mean antagonists?");
  }
}
