package io.adaptivelb.client;

import static io.adaptivelb.client.CommandLineRun.lb;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.admin.Fixture;
import io.adaptivelb.api.Json;
import io.adaptivelb.models.Packages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code lb model} against the real admin API, and against a folder. */
class ModelCommandsTest {
  private static final String[] ALL = {"--everything", "--owner", "alice", "--reason", "why not"};

  @TempDir
  private Path temp;

  private Fixture fixture;

  /** Which registry. */
  enum Where {
    SERVER,
    FOLDER
  }

  @BeforeEach
  void start() throws Exception {
    fixture = new Fixture();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void wholeWay_worksTheSame(Where where) throws Exception {
    String old = put(where, 1);
    assertThat(run(where, "list").out()).containsPattern(old + " +candidate +2026-11-23T09:01:00Z");
    ok(where, "promote", old);
    String fresh = put(where, 2);
    assertThat(ok(where, "shadow", fresh))
        .contains("shadow " + fresh + " on everything", fresh + ": candidate → shadow")
        .containsPattern("by alice \\(.*\\): why not")
        .contains("Next: lb model canary " + fresh + " --everything --proxies 50 --reason TEXT");
    assertThat(ok(where, "canary", fresh, "--proxies", "50"))
        .contains("shadow → canary 1 % for 50 % of the proxies")
        .contains("Next: lb model blend " + fresh + " --to 5 --everything");
    for (String step : List.of("5", "25", "50", "100")) {
      assertThat(ok(where, "blend", fresh, "--to", step)).contains("→ canary " + step + " %");
    }
    assertThat(ok(where, "promote", fresh))
        .contains(fresh + ": canary 100 % for 50 % of the proxies → active")
        .contains(old + ": active → retired");
    assertThat(ok(where, "promote", fresh))
        .contains("Nothing to do: " + fresh + " is active on everything already");
    assertThat(run(where, "assignment", "checkout").out()).isEqualTo("active  " + fresh + "\n");
    assertThat(ok(where, "rollback", fresh))
        .contains(fresh + ": active → rolled back", old + ": retired → active");
    assertThat(run(where, "list").out())
        .containsPattern(fresh + " +rolled back on everything .*auc 0\\.9100, mae 0\\.1250")
        .containsPattern(old + " +active on everything");
    assertThat(run(where, "show", fresh).out())
        .contains("rolled back on everything: why not")
        .containsPattern("made by +xgboost \\(Python\\) 3\\.0\\.4")
        .containsPattern("failure +probability +demand\\.json +[0-9]+");
    assertThat(run(where, "history", "--limit", "2", "--person", "alice").out())
        .contains("rollback " + fresh, "promote " + fresh, "More: --before")
        .doesNotContain("blend");
    assertThat(ok(where, "retire", old)).contains("active → retired");
    CommandLineRun removed = run(where, "remove", fresh, "--owner", "alice", "--reason", "bad");
    assertThat(removed.out()).describedAs(removed.err()).contains("remove " + fresh);
    assertThat(run(where, "list").out()).doesNotContain(fresh);
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void json_isWhatTheApiAnswers(Where where) throws Exception {
    String version = put(where, 1);

    JsonNode list = Json.MAPPER.readTree(run(where, "list", "--json").out());
    assertThat(list.at("/versions/0/version").asText()).isEqualTo(version);
    JsonNode shown = Json.MAPPER.readTree(run(where, "show", version, "--json").out());
    assertThat(shown.at("/manifest/data/rows").asInt()).isEqualTo(1_000);
    assertThat(shown.at("/manifest/files/0/bytes").asInt()).isEqualTo(Packages.tree().length);
    List<String> promote = new ArrayList<>(List.of("promote", version, "--json"));
    Collections.addAll(promote, ALL);
    JsonNode result =
        Json.MAPPER.readTree(run(where, promote.toArray(String[]::new)).out());
    assertThat(result.at("/change/moves/0/after/stage").asText()).isEqualTo("ACTIVE");
    JsonNode history = Json.MAPPER.readTree(run(where, "history", "--json").out());
    assertThat(history.at("/changes/0/action").asText()).isEqualTo("promote");
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void import_zipOrFolderOfARegistry_isTheSameVersion(Where where) throws Exception {
    Path training = temp.resolve("training");
    Path zip = Files.write(temp.resolve("model.zip"), Packages.good(3));
    String version = imported(lb(
        "model", "import", zip.toString(), "--data", training.toString(), "--reason", "trained"));
    Path folder = training.resolve("models").resolve(version);

    CommandLineRun run =
        run(where, "import", folder.toString(), "--reason", "from the training machine");
    assertThat(imported(run)).isEqualTo(version);
    CommandLineRun again = run(where, "import", folder.toString(), "--reason", "again");
    assertThat(again.out())
        .contains("Nothing to do: " + version + " is a candidate already")
        .contains("Next: lb model shadow " + version);
    Files.writeString(folder.resolve("demand.json"), "{}");
    CommandLineRun broken = run(where, "import", folder.toString(), "--reason", "again");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err()).contains("file demand.json was changed").hasLineCount(1);
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void refused_saysWhy_withExitCode1(Where where) throws Exception {
    String version = put(where, 1);
    for (String[] command : new String[][] {
      {"canary " + version + " --proxies 5", "only a shadow becomes a canary"},
      {"rollback " + version, "only a shadow, a canary or the active version is rolled back"},
      {"shadow 20260101-000000-000000000000", "there is no version 20260101-000000-000000000000"},
    }) {
      List<String> words = new ArrayList<>(List.of(command[0].split(" ")));
      Collections.addAll(words, ALL);
      CommandLineRun run = run(where, words.toArray(String[]::new));
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains(command[1]).hasLineCount(1);
    }
    CommandLineRun show = run(where, "show", "NOPE");
    assertThat(show.code()).isEqualTo(1);
    assertThat(show.err()).contains("version \"NOPE\" is not 1…64").hasLineCount(1);
    CommandLineRun list = run(where, "list", "--limit", "0");
    assertThat(list.code()).isEqualTo(1);
    assertThat(list.err()).contains("limit: 0 is not in 1…1000").hasLineCount(1);
    Path foreign = Files.writeString(temp.resolve("model.ubj"), "nonsense");
    CommandLineRun put = run(where, "import", foreign.toString(), "--reason", "x");
    assertThat(put.code()).isEqualTo(1);
    assertThat(put.err()).contains("no zip file").hasLineCount(1);
  }

  /** A good folder with something changed in a file, or a file added, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demand.json | \\[\"requests.*utilisation\"] | [] | head failure: its features have no names",
        "demand.json | error_ratio\" | errors\" | head failure: its feature 20 is called 'errors'; in",
        "demand.json | 0.5,-1,1 | 0.5,1,1 | head failure: it says 0.73",
        "demand.json | 0.5,-1,1 | 0.5,1,-1 | head failure: it must never fall with error_ratio: from",
        "demand.json | binary:logistic | reg:absoluteerror | head failure: its objective is reg:absoluteerror",
        "demand.json | (?s).* | hello | head failure: model refused: ",
        "manifest.json | \"failure\" | \"mood\" | head mood: there is no target 'mood'; there are service_demand",
        "manifest.json | demand.json | other.json | other.json",
        "script.sh | | rm | file script.sh belongs to no head",
        "calibration.json | | {} | calibration.json: Missing creator property 'format'",
        "features.json | | {} | features.json: Missing creator property 'format'",
      })
  void import_garbage_isRefusedWithTheRule_andLeavesNothing(
      String file, String what, String instead, String message) throws Exception {
    Path folder = Packages.folder(temp.resolve("garbage"), 1);
    Path changed = folder.resolve(file);
    String before = Files.exists(changed) ? Files.readString(changed) : "";
    String after = what == null ? instead : before.replaceFirst(what, instead);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(changed, after);

    for (Where where : Where.values()) {
      CommandLineRun run = run(where, "import", folder.toString(), "--reason", "x");
      assertThat(run.code()).describedAs(run.out()).isEqualTo(1);
      assertThat(run.err()).contains("refused", message).hasLineCount(1);
      assertThat(run(where, "list").out()).startsWith("No model: ");
    }
  }

  @Test
  void import_absurdPredictions_areRefusedWithTheBounds() throws Exception {
    Path folder = Packages.folder(temp.resolve("absurd"), 1);
    Path head = folder.resolve("demand.json");
    Files.writeString(
        head,
        Files.readString(head)
            .replace("binary:logistic", "reg:squarederror")
            .replace("0.5,-1,1", "0.5,-1,40"));
    Path manifest = folder.resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"failure\"", "\"latency_p99\""));

    assertThat(run(Where.FOLDER, "import", folder.toString(), "--reason", "x").err())
        .contains("head latency_p99: its predictions are in -0.500…40.5")
        .contains("logarithms beyond ±6 are not sane");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "model | say what to do: list, show, assignment, history, import, shadow, canary",
        "model lsit | Unmatched argument at index 1: 'lsit'",
        "model show | Missing required parameter: 'VERSION'",
        "model shadow v --reason x | --cluster=CLUSTER | --everything",
        "model shadow v --everything --cluster c --reason x | mutually exclusive",
        "model shadow v --everything | Missing required option: '--reason=TEXT'",
        "model shadow V --everything --reason x | version \"V\" is not 1…64",
        "model canary v --everything --reason x | Missing required option: '--proxies=PERCENT'",
        "model canary v --everything --reason x --proxies 0 | --proxies 0 is not in 1…100",
        "model canary v --everything --reason x --proxies many | 'many' is not an int",
        "model blend v --everything --reason x --to 7 | blend 7 % is no step",
        "model list --data /nowhere/at/all | --data /nowhere/at/all has no model registry",
        "model list --data d --server http://localhost:1 | --server and --data cannot be given both",
        "model import /nowhere/model.zip --reason x | /nowhere/model.zip is not there",
        "model history --since yesterday | --since \"yesterday\" is neither a time",
      })
  void mistyped_isRefusedNamingValueAndRule(String command, String message) {
    CommandLineRun run = lb(command.split(" "));

    assertThat(run.code()).describedAs(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void data_mistyped_makesNoFolder() {
    Path data = temp.resolve("dtaa");

    assertThat(lb("model", "list", "--data", data.toString()).code()).isEqualTo(2);
    assertThat(data).doesNotExist();
  }

  @Test
  void list_empty_saysWhatToDo() {
    assertThat(run(Where.SERVER, "list").out())
        .isEqualTo(
            "No model: the bundled one, if there is one, or the analytic rung serves. lb train, lb retrain or lb model"
                + " import PATH brings one.\n");
    assertThat(run(Where.SERVER, "history").out()).isEqualTo("No change.\n");
    assertThat(run(Where.SERVER, "assignment", "checkout").out())
        .isEqualTo(
            "active  none: the bundled model, if there is one, or the analytic rung serves\n");
  }

  @Test
  void assignment_ofAServerThatScores_saysHowItsModelsFare() throws Exception {
    try (WireServer answering = WireServer.http(200, "application/json", """
        {"cluster":"checkout",
         "trial":{"decision":"hold: 12 of 60 ticks",
           "active":{"model":"m-1","trust":0.5,"saved":3.25,"cost":1.5,"forecasts":2,
             "strangeShare":0.04,"outOfDepth":false},
           "candidate":{"model":"m-2","trust":0.0,"saved":0.0,"cost":0.0,"forecasts":0,
             "strangeShare":0.75,"outOfDepth":true}}}""")) {
      assertThat(lb(answering.uri(), "model", "assignment", "checkout").out()).isEqualTo("""
              active  none in the registry; this serves:
                      active model: m-1: trust 0.50 (what it foretold saved 3.3, cost 1.5), expects a change of 2 \
              endpoints; 4 % of what it is shown is strange to it
                      candidate: m-2: trust 0.00 (what it foretold saved 0.0, cost 0.0), expects a change of 0 \
              endpoints; 75 % of what it is shown is strange to it, so it is not asked
                      hold: 12 of 60 ticks
              """);
    }
  }

  @Test
  void audit_showsModelsBesideOverrides() throws Exception {
    String version = put(Where.SERVER, 1);
    ok(Where.SERVER, "promote", version);
    lb(
        fixture.server.uri(),
        "override",
        "cap",
        "50",
        "--everything",
        "--reason",
        "x",
        "--for",
        "5m",
        "--yes");

    assertThat(lb(fixture.server.uri(), "audit").out())
        .contains("created o-1", "model #2", "promote " + version + " on everything")
        .contains("candidate → active", "admit " + version);
    assertThat(lb(fixture.server.uri(), "audit", "--model", version).out())
        .contains("promote " + version)
        .doesNotContain("o-1");
    assertThat(lb(fixture.server.uri(), "audit", "--limit", "1").out())
        .contains("--before-model 3");
  }

  @Test
  void folderOfARunningServer_isChangedBesideIt() throws Exception {
    // Both work on one registry, as a trainer beside a server does.
    CommandLineRun put = lb(
        "model",
        "import",
        Packages.folder(temp.resolve("m"), 5).toString(),
        "--data",
        fixture.server.data().toString(),
        "--owner",
        "trainer",
        "--reason",
        "nightly");
    String version = imported(put);

    assertThat(run(Where.SERVER, "history").out())
        .contains("admit " + version, "by trainer (lb model): nightly");
  }

  private String put(Where where, int number) throws Exception {
    Path folder = Packages.folder(temp.resolve("model-" + number), number);
    return imported(
        run(where, "import", folder.toString(), "--owner", "alice", "--reason", "trained"));
  }

  private static String imported(CommandLineRun run) {
    assertThat(run.code()).describedAs(run.err()).isZero();
    assertThat(run.out()).contains("admit 2026");
    return run.out().replaceFirst("(?s).*admit (\\S+).*", "$1");
  }

  private String ok(Where where, String verb, String version, String... more) {
    List<String> words = new ArrayList<>(List.of(verb, version));
    words.addAll(Arrays.asList(more));
    Collections.addAll(words, ALL);
    CommandLineRun run = run(where, words.toArray(String[]::new));
    assertThat(run.code()).describedAs(run.err()).isZero();
    return run.out();
  }

  private CommandLineRun run(Where where, String... arguments) {
    List<String> words = new ArrayList<>(List.of("model"));
    words.addAll(Arrays.asList(arguments));
    if (where == Where.SERVER) {
      return lb(fixture.server.uri(), words.toArray(String[]::new));
    }
    Collections.addAll(words, "--data", temp.resolve("data").toString());
    return lb(words.toArray(String[]::new));
  }
}
