package io.adaptivelb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

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

class LeagueCommandTest {
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

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void quickLeague_writesEverythingAndRendersItAgain() throws IOException {
    int code = lb(
        "league",
        "--quick",
        "--duration",
        "200ms",
        "--proxies",
        "5",
        "--out",
        file("a.md"),
        "--html",
        file("a.html"),
        "--json",
        file("a.json"));

    assertThat(err.toString())
        .contains("100 %, about 0:00 left")
        .contains("measured requests make the standings");
    assertThat(code).isZero();
    String text = Files.readString(folder.resolve("a.md"));
    assertThat(text)
        .startsWith("# The league")
        .contains("`lb league --quick --seeds 1 --proxies 5 --duration 200ms`")
        .contains("| `adaptive+weighted_probing` |")
        .contains("homogeneous")
        .contains("## The criteria");
    assertThat(Files.readString(folder.resolve("a.html"))).endsWith("</html>\n");

    assertThat(
            lb("league", "--from", file("a.json"), "--out", file("b.md"), "--html", file("b.html")))
        .isZero();
    assertThat(folder.resolve("b.md")).hasSameTextualContentAs(folder.resolve("a.md"));
    assertThat(folder.resolve("b.html")).hasSameTextualContentAs(folder.resolve("a.html"));
    assertThat(lb("league", "--from", file("a.json"))).isZero();
    assertThat(out.toString()).endsWith(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seeds -1|--seeds is -1; it must be in 1…1000",
        "--seeds x|Invalid value for option '--seeds'",
        "--proxies 0|--proxies is 0; it must be in 1…100000",
        "--proxies 5,many|Invalid value for option '--proxies'",
        "--duration 5|--duration is 5; it must be in 100ms…24h",
        "--duration 1ms|--duration is 1ms; it must be in 100ms…24h",
        "--html FOLDER/nowhere/a.html|nowhere/a.html; its folder must be there",
        "--json FOLDER|; that is a folder, it must be a file",
        "--out FOLDER|--out is",
        "--from FOLDER/nothing.json|nothing.json",
        "--from BROKEN|is no file that lb league --json wrote, line 1, column",
        "--from BROKEN --quick|it plays nothing, so --quick",
      })
  void mistake_namesTheValueAndTheRule(String arguments, String message) throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"command\": 1 2}");
    String given = "league "
        + arguments.replace("FOLDER", folder.toString()).replace("BROKEN", broken.toString());

    assertThat(lb(given.split(" "))).isEqualTo(2);

    assertThat(err.toString()).contains(message);
  }
}
