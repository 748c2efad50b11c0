package io.adaptivelb.client;

import static io.adaptivelb.client.CommandLineRun.lb;
import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.cli.Lb;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Everything that can be mistyped on the command line: told by value and rule, with exit code 2, before a server is asked. */
class UsageTest {
  private static final String DRAIN =
      "override drain --cluster checkout --endpoint 10.0.0.1:80 --reason x --for ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "statsu | 'statsu'",
        "statsu | Did you mean: lb status",
        "status --jsno | Unknown option: '--jsno'",
        "status --jsno | --json",
        "status extra | Unmatched argument at index 1: 'extra'",
        "status --server | Missing required parameter for option '--server'",
        "status --server nonsense | --server \"nonsense\" is not a URL like http://127.0.0.1:7080",
        "status --server ftp://x | --server \"ftp://x\" is not a URL like http://127.0.0.1:7080",
        "status --server http://a:b:c | --server \"http://a:b:c\" is not a URL like",
        "status --server http://<> | --server \"http://<>\" is not a URL",
        "status --timeout soon | --timeout \"soon\" is not a duration; write 90s, 30m, 2h or 1d",
        "status --timeout 0s | --timeout \"0s\" is not in 1ns…36500d",
        "status --timeout -5s | --timeout \"-5s\" is not a duration",
        "status --token-file /nowhere/token | --token-file /nowhere/token is not there",
        "explain | Missing required parameters: 'CLUSTER', 'HOST:PORT'",
        "explain checkout | Missing required parameter: 'HOST:PORT'",
        "weights a b | Unmatched argument at index 2: 'b'",
        "audit --limit many | Invalid value for option '--limit': 'many' is not an int",
        "audit --before x | Invalid value for option '--before': 'x' is not a long",
        "audit --event gone | expected one of [CREATED, ENDED, EXPIRED] (case-insensitive) but was 'gone'",
        "audit --since yesterday | --since \"yesterday\" is neither a time like 2026-11-23T10:00:00Z nor a duration like 2h",
        "audit --until never | --until \"never\" is neither",
        "override | say what to do: pin, floor, cap, boost, drain, freeze, end or list",
        "override drian | Did you mean: override drain?",
        "override end | Missing required parameter: 'ID'",
        "override pin much --cluster c --reason x --for 5m | Invalid value for positional parameter at index 0 (WEIGHT): 'much' is not an int",
        "override boost much --cluster c --reason x --for 5m | (FACTOR): 'much' is not a double",
        "override pin --cluster c --reason x --for 5m | Missing required parameter: 'WEIGHT'",
        "override drain --cluster c --for 5m | Missing required option: '--reason=TEXT'",
        "override drain --cluster c --reason x | Missing required option: '--for=TIME'",
        "override drain --cluster c --everything --reason x --for 5m | mutually exclusive",
        "serve --confg x | Possible solutions: --config",
        "serve extra | Unmatched argument at index 1: 'extra'",
        "serve --config /nowhere.yaml | lb serve: cannot read the configuration /nowhere.yaml: there is no such file",
        "serve --data /dev/null | lb serve: cannot use the data directory /dev/null: it is a file, not a folder",
        "completion fish | expected one of [BASH, ZSH] (case-insensitive) but was 'fish'",
        "completion | Missing required parameter: 'SHELL'",
      })
  void mistyped_isRefusedNamingValueAndRule(String command, String message) {
    CommandLineRun run = lb(command.split(" "));

    assertThat(run.code()).describedAs(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "soon | --for \"soon\" is not a duration; write 90s, 30m, 2h or 1d",
        "30 | --for \"30\" is not a duration",
        "0m | --for \"0m\" is not in",
        "99999999999999999999d | --for \"99999999999999999999d\" is not",
      })
  void mistypedLength_isRefused(String length, String message) {
    CommandLineRun run = lb((DRAIN + length).split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("lb override drain: " + run.err().substring(19))
        .contains(message);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_saysWhatItDoesAndGivesAnExample(String command) {
    CommandLineRun run = lb((command + " --help").split(" "));

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: " + command.replaceFirst("^", "lb "))
        .contains("Example");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void version_isThatOfTheProgram() {
    assertThat(lb("--version").out()).startsWith("adaptive-lb ");
    assertThat(lb("status", "--version").out()).isEqualTo(lb("--version").out());
  }

  static Stream<String> commands() {
    List<String> names = new ArrayList<>();
    CommandLine root = Lb.commandLine();
    for (String name :
        List.of("status", "weights", "explain", "override", "model", "audit", "completion")) {
      names.add(name);
      CommandLine command = Objects.requireNonNull(root.getSubcommands().get(name), name);
      command.getSubcommands().keySet().forEach(inner -> names.add(name + " " + inner));
    }
    assertThat(names).hasSize(27);
    return names.stream();
  }
}
