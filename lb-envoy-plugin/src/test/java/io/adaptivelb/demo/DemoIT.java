package io.adaptivelb.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.cli.Lb;
import io.adaptivelb.envoy.InstalledEnvoy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Short runs on a real Envoy: that everything works together, not how well, which a busy machine would decide. */
class DemoIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void json_isOneObject_theExitCodeFollowsPassed_andProgressGoesToStandardError() throws Exception {
    int code = demo("--policy", "least_request");
    JsonNode root = root();
    assertThat(root.get("policy").asText()).isEqualTo("least_request");
    assertThat(root.get("requests").asInt()).isPositive();
    for (String phase : List.of("equal", "adaptive")) {
      assertThat(root.get(phase).get("p50Millis").asDouble()).as(phase).isGreaterThan(1);
      assertThat(root.get(phase).get("errorRatio").asDouble()).as(phase).isBetween(0.0, 1.0);
    }
    assertThat(code).isEqualTo(root.get("passed").asBoolean() ? 0 : 1);
    assertThat(err.toString()).contains("1 of 2").contains("2 of 2: our weights");
  }

  @Test
  void noAdapt_exits1_andSaysThatNothingImproved() throws Exception {
    assertThat(demo("--no-adapt")).isEqualTo(1);
    assertThat(root().get("passed").asBoolean()).isFalse();
    assertThat(err.toString()).contains("nothing improved");
  }

  private int demo(String... more) {
    CommandLine lb = Lb.commandLine();
    lb.setOut(new PrintWriter(out));
    lb.setErr(new PrintWriter(err));
    List<String> arguments = new ArrayList<>(List.of(
        "demo", "--json", "--duration=12s", "--envoy=" + InstalledEnvoy.get().path()));
    arguments.addAll(List.of(more));
    return lb.execute(arguments.toArray(String[]::new));
  }

  private JsonNode root() throws Exception {
    assertThat(out.toString().lines()).hasSize(1);
    return new ObjectMapper().readTree(out.toString());
  }
}
