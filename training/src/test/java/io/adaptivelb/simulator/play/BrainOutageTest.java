package io.adaptivelb.simulator.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrainOutageTest {
  /** Neighbours come and go, and while the control plane is down a crash, too. */
  private static final String OUTAGE = """
      name: outage
      proxies: 4
      endpoints: 8
      warmUp: 0s
      duration: 90s
      cpu: {mean: 5ms}
      load: {utilisation: 0.5}
      faults:
        - {kind: steal, every: 6s, lasts: 5s, endpoints: 2, amount: 0.8, visible: true}
        - {kind: brain_outage, at: 30s, lasts: 30s}
        - {kind: crash, at: 40s, lasts: 5s}
      """;

  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"adaptive+least_request", "orca_central", "oracle"})
  void weights_standStillMeanwhile_andMoveAgainAfterwards(String policy) throws IOException {
    Scenario scenario = ScenarioFile.read(
        Files.writeString(folder.resolve("outage.yaml"), OUTAGE).toString());
    List<String> bySecond = new ArrayList<>();

    Run.play(
        scenario,
        Policy.parse(policy),
        1,
        ControlSettings.DEFAULTS,
        (mesh, weights) -> bySecond.add(Arrays.toString(weights)));

    assertThat(bySecond.subList(5, 29).stream().distinct().count()).isGreaterThan(2);
    assertThat(bySecond.subList(30, 59)).containsOnly(bySecond.get(30));
    assertThat(bySecond.subList(61, 89).stream().distinct().count()).isGreaterThan(2);
  }
}
