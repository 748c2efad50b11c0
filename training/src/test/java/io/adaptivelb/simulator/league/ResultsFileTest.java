package io.adaptivelb.simulator.league;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.simulator.limit.LoadLimit;
import io.adaptivelb.simulator.play.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsFileTest {
  private static final Figures RUN =
      new Figures("calm", "random", 1, 100, 1, 2, 3, 4, 5, 6, 0.1, 0.9, 1.5, 0.01, 3);
  private static final Results RESULTS = new Results(
      "lb league",
      1,
      List.of(new Part(
          "eleven", 50, List.of(new Arena("calm", "Nothing <b>.", 50, 20, 8_000)), List.of(RUN))),
      List.of(new Duel("eleven", "calm", 50, "prequal", "random", 6, 0.9, 0.01)),
      List.of(new LoadLimit("calm", "random", 1, 0.4, 6_400, 49, 0.001, LoadLimit.Outcome.FOUND)));

  @TempDir
  Path folder;

  @Test
  void results_areReadBackAsTheyWere() throws IOException {
    Path file = Files.writeString(folder.resolve("league.json"), ResultsFile.write(RESULTS));

    assertThat(ResultsFile.read(file)).isEqualTo(RESULTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"seeds\":1|\"seeds\":\"x\"|not a valid",
        "\"command\":\"lb league\",||command",
        "}]}],\"duels\"|}]}],\"more\":1,\"duels\"|Unrecognized field \"more\"",
        "\"p95Millis\":3.0,||p95Millis",
        "\"policy\":\"random\"|\"policy\":null|policy",
        "\"scenario\":\"calm\",\"policy\":\"random\",\"seed\"|\"scenario\":\"calmer\",\"policy\":\"random\",\"seed\"|must be one of [calm]",
        "\"name\":\"calm\"|\"name\":\"<b>\"|letters, digits, dots and dashes",
        "{\"command\"|[{\"command\"|line 1",
      })
  void brokenFile_isRefusedByName(String what, String instead, String message) throws IOException {
    String text = ResultsFile.write(RESULTS);
    assertThat(text).contains(what);
    Path file = Files.writeString(
        folder.resolve("broken.json"), text.replace(what, instead == null ? "" : instead));

    assertThatThrownBy(() -> ResultsFile.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("broken.json")
        .hasMessageContaining(message);
  }

  @Test
  void missingFile_isNamed() {
    assertThatThrownBy(() -> ResultsFile.read(folder.resolve("nowhere.json")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nowhere.json");
  }

  @Test
  void incompleteRuns_areCounted() {
    Figures other =
        new Figures("calm", "prequal", 2, 100, 1, 2, 3, 4, 5, 6, 0.1, 0.9, 1.5, 0.01, 3);
    List<Arena> arenas = List.of(new Arena("calm", "", 50, 20, 8_000));

    assertThatThrownBy(() -> new Part("eleven", 50, arenas, List.of(RUN, other)))
        .hasMessage(
            "group eleven has 2 runs (2 different); 1 scenarios, 2 policies and 2 seeds make 4");
  }
}
