package io.adaptivelb.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.cli.Lb;
import io.adaptivelb.envoy.ChildProcess;
import io.adaptivelb.envoy.EnvoyBinary;
import io.adaptivelb.envoy.InstalledEnvoy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Short runs on a real Envoy: that everything works together, not how well, which a busy machine would decide. */
class DemoIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void json_isOneObject_theExitCodeFollowsPassed_andProgressGoesToStandardError() throws Exception {
    int code = demo(Optional.of(InstalledEnvoy.get()), "--policy", "least_request");
    check(code, "least_request");
    assertThat(err.toString()).contains("1 of 2").contains("2 of 2: our weights");
    // The same faults befell both phases.
    for (String phase : List.of("1 of 2", "2 of 2")) {
      assertThat(err.toString().lines().filter(line -> line.contains(phase)))
          .as(phase)
          .anyMatch(line -> line.contains("(failing"))
          .anyMatch(line -> line.contains("(noisy neighbour"));
    }
  }

  @Test
  void noAdapt_exits1_andSaysThatNothingImproved() throws Exception {
    assertThat(demo(Optional.of(InstalledEnvoy.get()), "--no-adapt")).isEqualTo(1);
    assertThat(root().get("passed").asBoolean()).isFalse();
    assertThat(err.toString()).contains("nothing improved");
  }

  @Test
  void withoutEnvoy_saysSo_andRunsWithAProxylessClient() throws Exception {
    int code = demo(Optional.empty());
    check(code, "proxyless");
    assertThat(err.toString())
        .contains("There is no Envoy here")
        .contains("a proxyless gRPC client")
        .contains("2 of 2: our weights");
  }

  @Test
  void envoyThatDoesNotStart_isSaidInOneLineAndNoStackTrace() {
    CommandLine lb = Lb.commandLine();
    lb.setOut(new PrintWriter(out));
    lb.setErr(new PrintWriter(err));
    assertThat(lb.execute("demo", "--json", "--duration=8s", "--envoy=/bin/false"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("lb demo: the demo cannot run: Envoy ended with code 1")
        .doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void interrupted_leavesNoProcessBehind_andItsOutputIsPlainWhereThereIsNoTerminal(
      @TempDir Path folder) throws Exception {
    try (ChildProcess demo = ChildProcess.start(
        Lb.class,
        folder.resolve("demo.log"),
        "1 of 2",
        "demo",
        "--duration=60s",
        "--envoy=" + InstalledEnvoy.get().path())) {
      List<ProcessHandle> children = demo.descendants();
      assertThat(children).as("a shell and Envoy").hasSizeGreaterThanOrEqualTo(2);
      demo.interrupt();
      assertThat(demo.exitCode()).isEqualTo(130);
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(demo.log()).doesNotContain("\u001b").doesNotContain("Exception");
    }
  }

  private int demo(Optional<EnvoyBinary> envoy, String... more) {
    CommandLine demo = new CommandLine(new DemoCommand(() -> envoy));
    demo.setCaseInsensitiveEnumValuesAllowed(true);
    demo.setOut(new PrintWriter(out));
    demo.setErr(new PrintWriter(err));
    List<String> arguments = new ArrayList<>(List.of("--json", "--duration=12s"));
    arguments.addAll(List.of(more));
    return demo.execute(arguments.toArray(String[]::new));
  }

  private void check(int code, String policy) throws Exception {
    JsonNode root = root();
    assertThat(root.get("policy").asText()).isEqualTo(policy);
    assertThat(root.get("requests").asInt()).isPositive();
    for (String phase : List.of("equal", "adaptive")) {
      assertThat(root.get(phase).get("p50Millis").asDouble()).as(phase).isGreaterThan(1);
      assertThat(root.get(phase).get("errorRatio").asDouble()).as(phase).isBetween(0.0, 1.0);
    }
    assertThat(root.get("ratios").has("p99")).isTrue();
    assertThat(root.get("ratios").has("errors")).isTrue();
    assertThat(code).isEqualTo(root.get("passed").asBoolean() ? 0 : 1);
  }

  private JsonNode root() throws Exception {
    assertThat(out.toString().lines()).hasSize(1);
    return new ObjectMapper().readTree(out.toString());
  }
}
