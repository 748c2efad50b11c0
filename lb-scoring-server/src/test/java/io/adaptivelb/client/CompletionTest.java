package io.adaptivelb.client;

import static io.adaptivelb.client.CommandLineRun.lb;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion script in a real bash. */
class CompletionTest {
  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource({
    "lb over, override",
    "lb te, test",
    "lb override dr, drain",
    "lb model pro, promote",
    "lb explain --tok, --token-file",
    "lb audit --event EX, EXPIRED"
  })
  void bash_offersSubcommandsAndOptions(String typed, String offered) throws Exception {
    Path script =
        Files.writeString(folder.resolve("lb"), lb("completion", "bash").out());
    assertThat(bash("bash", "-n", script.toString())).isEmpty();

    String ask = """
        source "$1"
        COMP_WORDS=($2); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMP_LINE=$2; COMP_POINT=${#COMP_LINE}
        $(complete -p lb | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        echo "${COMPREPLY[@]}"
        """;
    assertThat(bash("bash", "-c", ask, "bash", script.toString(), typed).split("\\s+"))
        .contains(offered);
  }

  @Test
  void zsh_loadsTheFunctionsOfBashFirst() {
    CommandLineRun run = lb("completion", "zsh");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("bashcompinit");
  }

  private static String bash(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).describedAs(output).isZero();
    return output;
  }
}
