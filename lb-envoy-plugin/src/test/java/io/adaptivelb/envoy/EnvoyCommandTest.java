package io.adaptivelb.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.adaptivelb.cli.Lb;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class EnvoyCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  private Path folder;

  @Test
  void bootstrap_printsAFileThatIsReadyToRun() throws IOException {
    Path token =
        Files.writeString(folder.resolve("token"), "# ours\nedge viewer s3cret-s3cret-s3cret\n");

    int code = run(
        "envoy",
        "bootstrap",
        "--xds",
        "lb.example:18000",
        "--cluster",
        "shop",
        "--cluster",
        "search",
        "--policy",
        "round_robin",
        "--token-file",
        token.toString());

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    JsonNode yaml = new YAMLMapper().readTree(out.toString());
    assertThat(yaml.at("/static_resources/clusters").findValuesAsText("lb_policy"))
        .containsExactly("ROUND_ROBIN", "ROUND_ROBIN");
    assertThat(yaml.findValuesAsText("value")).contains("Bearer s3cret-s3cret-s3cret");
    assertThat(yaml.at("/static_resources/listeners/0/address/socket_address/port_value")
            .asInt())
        .isEqualTo(10_000);
  }

  @ParameterizedTest
  @CsvSource({
    "--cluster,a b,'cluster name \"a b\" has a space'",
    "--xds,nowhere,'endpoint \"nowhere\" has no port'",
    "--listen,127.0.0.1:99999,'99999'",
    "--admin-port,-1,'admin port -1 is not in 0…65535'",
    "--token-file,/no/such/file,'/no/such/file cannot be read'",
    "--policy,random,'random'"
  })
  void bootstrap_mistake_namesOptionValueAndRule(String option, String value, String message) {
    int code = run("envoy", "bootstrap", "--cluster", "shop", option, value);

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    CommandLine lb = Lb.commandLine();
    lb.setOut(new PrintWriter(out, true));
    lb.setErr(new PrintWriter(err, true));
    return lb.execute(arguments);
  }
}
