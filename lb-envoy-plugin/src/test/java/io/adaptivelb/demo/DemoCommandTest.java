package io.adaptivelb.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.cli.Lb;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoCommandTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      --duration=60        | '60' is no duration; write seconds or minutes
      --duration=1s        | duration is 1 s; it must be in 8 s…3600 s
      --duration=61m       | duration is 3660 s; it must be in 8 s…3600 s
      --rate=0             | rate is 0.0 requests per second; it must be in 10…5000
      --rate=NaN           | rate is NaN requests per second; it must be in 10…5000
      --rate=lots          | 'lots' is not a double
      --policy=random      | expected one of [ROUND_ROBIN, LEAST_REQUEST]
      --envoy=/no/such     | --envoy: /no/such is not a program
      --fast               | --fast
      --poison --no-adapt  | nothing adapts, so no model can be shipped
      --poison --duration=30s | duration is 30 s; with a poisoned model it must be 45 s or more
      """)
  void wrongUsage_isExitCode2_andNamesValueAndRule(String argument, String message) {
    StringWriter err = new StringWriter();
    CommandLine lb = Lb.commandLine();
    lb.setErr(new PrintWriter(err));
    assertThat(lb.execute(("demo " + argument).split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).contains(message.strip());
  }

  @Test
  void proxyless_withWhatIsEnvoysOwn_isWrongUsage() {
    StringWriter err = new StringWriter();
    CommandLine lb = Lb.commandLine();
    lb.setErr(new PrintWriter(err));
    assertThat(lb.execute("demo", "--proxyless", "--policy=round_robin")).isEqualTo(2);
    assertThat(err.toString()).contains("--policy is for Envoy, and --proxyless runs without it");
  }

  @Test
  void help_saysWhatIsMeasuredAndWhatTheExitCodesMean() {
    StringWriter out = new StringWriter();
    CommandLine lb = Lb.commandLine();
    lb.setOut(new PrintWriter(out));
    assertThat(lb.execute("demo", "--help")).isZero();
    assertThat(out.toString())
        .contains("--no-adapt")
        .contains("--poison")
        .contains("intended send time")
        .contains("Exit codes:");
  }
}
