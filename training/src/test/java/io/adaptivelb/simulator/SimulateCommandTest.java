package io.adaptivelb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.cli.Lb;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimulateCommandTest {
  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int lb(String... arguments) {
    CommandLine root = Lb.commandLine();
    root.setOut(new PrintWriter(out));
    root.setErr(new PrintWriter(err));
    return root.execute(arguments);
  }

  private String small() {
    try {
      return Files.writeString(folder.resolve("small.yaml"), """
              name: small
              proxies: 3
              endpoints: 4
              warmUp: 1s
              duration: 2s
              cpu: {mean: 5ms}
              load: {rate: 500}
              faults: [{kind: pause, only: [3], lasts: 0.1}]
              """).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void json_isOneObjectALineAndRun() throws IOException {
    int code = lb(
        "simulate",
        "--scenario",
        small(),
        "--policy",
        "prequal,adaptive+round_robin",
        "--seeds",
        "2",
        "--json");

    assertThat(code).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(4);
    JsonNode first = new ObjectMapper().readTree(lines.getFirst());
    TreeSet<String> names = new TreeSet<>();
    first.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactlyInAnyOrder(
            "scenario",
            "policy",
            "seed",
            "requests",
            "p50Millis",
            "p90Millis",
            "p99Millis",
            "p999Millis",
            "p99PenalisedMillis",
            "errorRatio",
            "goodputAtSlo",
            "maxUtilisationRatio",
            "oscillation",
            "pushesPerMinute");
    assertThat(first.get("scenario").asText()).isEqualTo("small");
    assertThat(first.get("requests").asLong()).isBetween(850L, 1_150L);
  }

  @Test
  void table_namesEveryPolicyAndItsSpeed() {
    assertThat(lb("simulate", "--scenario", small(), "--seeds", "1")).isZero();

    assertThat(out.toString())
        .contains("small: 3 proxies, 4 endpoints, 500 requests/s, 1 seeds")
        .contains("least_request")
        .contains("adaptive+least_request")
        .contains("a second on");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--scenario nowhere|there is neither a scenario nor a file",
        "--scenario mix --policy prequel|did you mean prequal?",
        "--scenario mix --seeds 0|--seeds is 0; it must be in 1…1000",
        "--scenario mix --proxies -1|--proxies is -1; it must be in 1…100000",
        "--scenario mix --proxies 100000 --endpoints 100000|proxies × endpoints",
        "--scenario SMALL --endpoints 2|faults.only",
        "--scenario mix --seeds many|Invalid value for option '--seeds'",
      })
  void mistake_namesTheValueAndTheRule(String arguments, String message) {
    String given = "simulate " + arguments.replace("SMALL", small());

    assertThat(lb(given.split(" "))).isEqualTo(2);

    assertThat(err.toString()).contains(message);
  }
}
