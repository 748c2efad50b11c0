package io.adaptivelb.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
            "p95Millis",
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

  @Test
  void html_isAPageOfAllPolicies() throws IOException {
    String file = folder.resolve("page.html").toString();

    assertThat(lb("simulate", "--scenario", small(), "--seeds", "2", "--html", file))
        .isZero();

    assertThat(out.toString()).contains("The page is " + file);
    assertThat(Files.readString(Path.of(file)))
        .startsWith("<!DOCTYPE html>")
        .contains("<h1>small</h1>")
        .contains("3 proxies, 4 endpoints, 500 requests/s, 2 seeds")
        .contains("<h3>least_request</h3>")
        .contains("<h3>adaptive+least_request</h3>")
        .contains("<strong>Weights</strong>")
        .contains("<strong>In flight</strong>")
        .contains("<strong>Answered within the SLO</strong>")
        .endsWith("</html>\n");
  }

  @Test
  void maxLoad_isOneObjectAPolicy() throws IOException {
    String file = folder.resolve("page.html").toString();
    int code = lb(
        "simulate",
        "--scenario",
        small(),
        "--policy",
        "round_robin,random",
        "--seeds",
        "2",
        "--max-load",
        "--max-p99",
        "100ms",
        "--max-errors",
        "1%",
        "--json",
        "--html",
        file);

    assertThat(code).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(lines.getFirst());
    assertThat(first.get("scenario").asText()).isEqualTo("small");
    assertThat(first.get("policy").asText()).isEqualTo("round_robin");
    assertThat(first.get("seeds").asInt()).isEqualTo(2);
    assertThat(first.get("outcome").asText()).isEqualTo("FOUND");
    assertThat(first.get("maxUtilisation").asDouble()).isBetween(0.6, 0.99);
    // 4 endpoints of 4 cores, 5 ms a request
    assertThat(first.get("requestsPerSecond").asDouble())
        .isCloseTo(first.get("maxUtilisation").asDouble() * 3_200, within(1e-6));
    assertThat(first.get("p99Millis").asDouble()).isLessThanOrEqualTo(100);
    assertThat(first.get("errorRatio").asDouble()).isLessThanOrEqualTo(0.01);
    assertThat(err.toString()).contains("round_robin: 0.").contains("100 %");
    assertThat(Files.readString(Path.of(file))).contains("Highest utilisation");
  }

  @Test
  void maxLoad_table_saysWhenEvenTheLowestFails() {
    assertThat(lb(
            "simulate",
            "--scenario",
            small(),
            "--policy",
            "random",
            "--seeds",
            "1",
            "--max-load",
            "--max-p99",
            "1"))
        .isZero();

    assertThat(out.toString())
        .contains("small: highest load with p99 ≤ 1 ms, errors ≤ 0.5 %, mean of 1 seeds")
        .contains("fails even at 0.05");
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
        "--scenario mix --max-load --max-p99 abc|--max-p99 is abc; it must be a time in 1us…1h, like 50ms",
        "--scenario mix --max-load --max-p99 0|--max-p99 is 0; it must be a time in 1us…1h",
        "--scenario mix --max-load --max-p99 -5ms|--max-p99 is -5ms; it must be a time in 1us…1h",
        "--scenario mix --max-load --max-errors abc|--max-errors is abc; it must be a share in 0…1",
        "--scenario mix --max-load --max-errors 101%|--max-errors is 101%; it must be a share in 0…1",
        "--scenario mix --max-p99 5ms|--max-p99 is 5ms; it needs --max-load",
        "--scenario mix --max-errors 0.1|--max-errors is 0.1; it needs --max-load",
        "--scenario mix --html FOLDER|; that is a folder, it must be a file",
        "--scenario mix --html FOLDER/nowhere/x.html|x.html; its folder must be there",
      })
  void mistake_namesTheValueAndTheRule(String arguments, String message) {
    String given =
        "simulate " + arguments.replace("SMALL", small()).replace("FOLDER", folder.toString());

    assertThat(lb(given.split(" "))).isEqualTo(2);

    assertThat(err.toString()).contains(message);
  }
}
