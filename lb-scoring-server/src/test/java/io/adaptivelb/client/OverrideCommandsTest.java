package io.adaptivelb.client;

import static io.adaptivelb.client.CommandLineRun.answering;
import static io.adaptivelb.client.CommandLineRun.lb;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.admin.Fixture;
import io.adaptivelb.api.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lb override} and {@code lb audit} against the real admin API. */
class OverrideCommandsTest {
  private static final String[] DRAIN = {
    "override", "drain",
    "--cluster", "checkout",
    "--endpoint", "10.0.0.1:80",
    "--owner", "alice",
    "--reason", "kernel upgrade",
    "--for", "30m"
  };

  private Fixture fixture;
  private URI server;

  @BeforeEach
  void start() throws Exception {
    fixture = new Fixture();
    server = fixture.server.uri();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @Test
  void drain_dryRun_showsBeforeAndAfterAndChangesNothing() {
    CommandLineRun run = lb(server, with(DRAIN, "--dry-run"));

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .containsPattern("CLUSTER +ENDPOINT +BEFORE +AFTER +CHANGE +STATUS")
        .containsPattern("checkout +10\\.0\\.0\\.1:80 +1000 .* healthy → draining")
        .contains("Nothing was changed");
    assertThat(fixture.weight("10.0.0.1:80")).endsWith("HEALTHY");
    assertThat(lb(server, "override", "list").out()).isEqualTo("No override is in force.\n");
    assertThat(lb(server, "audit").out()).isEqualTo("No record.\n");
  }

  @Test
  void drain_yes_isInForceListedExplainedAndAudited() {
    CommandLineRun run = lb(server, with(DRAIN, "--yes"));

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("healthy → draining")
        .contains("in force: o-1, drain on 10.0.0.1:80 in checkout until 2026-11-23T10:30:00Z")
        .contains("lb override end o-1");
    assertThat(fixture.weight("10.0.0.1:80")).endsWith("DRAINING");
    assertThat(lb(server, "override", "list").out())
        .containsPattern("o-1 +drain on 10\\.0\\.0\\.1:80 in checkout +alice .*kernel upgrade");
    assertThat(lb(server, "weights", "checkout").out())
        .containsPattern("10\\.0\\.0\\.1:80 .*draining .*override o-1");
    assertThat(lb(server, "audit", "--person", "alice").out())
        .contains("created o-1: drain on 10.0.0.1:80 in checkout")
        .contains("by anonymous (rest 127.0.0.1 lb/", "owner alice: kernel upgrade")
        .contains("until 2026-11-23T10:30:00Z")
        .contains("healthy → draining");
  }

  @Test
  void drain_timeIsOver_endsByItselfAndTheAuditSaysSo() {
    lb(server, with(DRAIN, "--yes"));
    fixture.pass(Duration.ofMinutes(30));

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(lb(server, "audit", "--event", "expired").out())
                .contains("expired o-1", "by clock", "draining → healthy"));
    assertThat(fixture.weight("10.0.0.1:80")).endsWith("HEALTHY");
    CommandLineRun late = lb(server, "override", "end", "o-1", "--yes");
    assertThat(late.code()).isEqualTo(1);
    assertThat(late.err()).contains("override o-1 is over: it expired at 2026-11-23T10:30:00Z");
  }

  @Test
  void end_withReason_showsTheEffectAndRecordsWhy() {
    lb(server, with(DRAIN, "--yes"));
    CommandLineRun dry = lb(server, "override", "end", "o-1", "--dry-run");
    assertThat(dry.out()).contains("draining → healthy", "Nothing was changed");
    CommandLineRun run = lb(server, "override", "end", "o-1", "--reason", "done early", "-y");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("draining → healthy", "ended: o-1, drain on 10.0.0.1:80");
    assertThat(fixture.weight("10.0.0.1:80")).endsWith("HEALTHY");
    assertThat(lb(server, "audit").out()).contains("ended o-1", "because: done early");
  }

  @ParameterizedTest
  @CsvSource({
    "pin 77, 77 HEALTHY",
    "cap 300, 300 HEALTHY",
    "floor 1500, 1500 HEALTHY",
    "boost 2, 2000 HEALTHY",
    "boost 0.5, 500 HEALTHY",
    "freeze, 1000 HEALTHY"
  })
  void everyAction_doesWhatItSays(String action, String weight) {
    String[] arguments = Stream.concat(
            Arrays.stream(("override " + action).split(" ")),
            Arrays.stream(DRAIN).skip(2))
        .toArray(String[]::new);
    CommandLineRun run = lb(server, with(arguments, "--yes"));

    assertThat(run.code()).describedAs(run.err()).isZero();
    assertThat(fixture.weight("10.0.0.1:80")).isEqualTo(weight);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "override pin 0 --cluster checkout --reason x --for 5m | field weight: pin weight 0 is not in 1…10000",
        "override cap 10001 --cluster checkout --reason x --for 5m | cap weight 10001 is not in 1…10000",
        "override floor -3 --cluster checkout --reason x --for 5m | floor weight -3 is not in 1…10000",
        "override boost 0.001 --cluster checkout --reason x --for 5m | field factor: boost factor 0.001 is not in",
        "override boost NaN --cluster checkout --reason x --for 5m | field factor: \"NaN\" is a string; a number is needed",
        "override drain --cluster chekout --reason x --for 5m | did you mean \"checkout\"?",
        "override drain --cluster checkout --endpoint 10.0.0.1 --reason x --for 5m | endpoint \"10.0.0.1\" has no port",
        "override drain --cluster checkout --endpoint 10.0.0.1:81 --reason x --for 5m | did you mean \"10.0.0.1:80\"?",
        "override drain --everything --endpoint 10.0.0.1:80 --reason x --for 5m | cluster and endpoint must not be given",
        "override drain --cluster checkout --reason x --for 31d | is more than 720 hours away",
        "override end o-7 | there is no override \"o-7\"",
        "audit --limit 0 | limit: 0 is not in 1…1000",
        "audit --endpoint nowhere | endpoint \"nowhere\" has no port",
      })
  void outOfBounds_isRefusedByTheServerNamingValueAndRule(String command, String message) {
    String[] words = command.split(" ");
    CommandLineRun run = lb(server, command.startsWith("audit") ? words : with(words, "--yes"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(lb(server, "override", "list").out()).contains("No override is in force.");
  }

  @Test
  void everything_mustBeSaid() {
    String[] all = {"--reason", "x", "--for", "5m", "--yes"};
    CommandLineRun none = lb(server, with(new String[] {"override", "cap", "50"}, all));
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("--cluster=CLUSTER | --everything");
    CommandLineRun run =
        lb(server, with(new String[] {"override", "cap", "50", "--everything"}, all));
    assertThat(run.out()).contains("default/search/80", "in force: o-1, cap 50 on everything");
  }

  @ParameterizedTest
  @ValueSource(strings = {"y\n", "YES\n", " yes "})
  void question_answeredWithYes_isDone(String answer) {
    CommandLineRun run = answering(answer, server, DRAIN);

    assertThat(run.code()).describedAs(run.err()).isZero();
    assertThat(run.out()).contains("healthy → draining", "Do it? [y/N]", "in force: o-1");
  }

  @ParameterizedTest
  @CsvSource({
    "'n\n', not confirmed",
    "'\n', not confirmed",
    "'yep\n', not confirmed",
    "'', nobody answered"
  })
  void question_answeredOtherwise_changesNothing(String answer, String message) {
    CommandLineRun run = answering(answer, server, DRAIN);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(message, "nothing was changed");
    assertThat(fixture.weight("10.0.0.1:80")).endsWith("HEALTHY");
  }

  @Test
  void overridesChangeWhileTheQuestionStands_isRefused() {
    InputStream meanwhile = new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        fixture.server.post("/api/v1/overrides", """
                {"cluster":"checkout","endpoint":"10.0.0.2:80","action":"drain",
                 "owner":"bob","reason":"me too","duration":"5m"}""");
        return super.read(into, offset, length);
      }
    };
    CommandLineRun run = answering(meanwhile, server, DRAIN);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("the overrides changed since (version 0, now 1)");
    assertThat(fixture.weight("10.0.0.1:80")).endsWith("HEALTHY");
  }

  @Test
  void json_printsTheResultAloneOnStandardOutput() throws Exception {
    JsonNode dry =
        Json.MAPPER.readTree(lb(server, with(DRAIN, "--dry-run", "--json")).out());
    assertThat(dry.get("dryRun").asBoolean()).isTrue();
    CommandLineRun asked = answering("y\n", server, with(DRAIN, "--json"));
    assertThat(Json.MAPPER.readTree(asked.out()).at("/override/id").asText()).isEqualTo("o-1");
    assertThat(asked.err()).contains("healthy → draining", "Do it?");
    JsonNode list =
        Json.MAPPER.readTree(lb(server, "override", "list", "--json").out());
    assertThat(list.at("/overrides/0/expires").asText()).isEqualTo("2026-11-23T10:30:00Z");
    JsonNode audit = Json.MAPPER.readTree(lb(server, "audit", "--json").out());
    assertThat(audit.at("/records/0/effect/changes/0/statusAfter").asText()).isEqualTo("DRAINING");
  }

  @Test
  void warning_isShown() {
    lb(server, with(DRAIN, "--yes"));

    assertThat(lb(server, with(DRAIN, "--dry-run")).out())
        .contains("warning: o-1 of alice", "the newer, wins over it");
  }

  @Test
  void audit_pagesAndFilters() {
    lb(server, with(DRAIN, "--yes"));
    lb(server, "override", "end", "o-1", "--yes");

    assertThat(lb(server, "audit", "--limit", "1").out())
        .contains("ended o-1", "More: --before 2")
        .doesNotContain("created o-1");
    assertThat(lb(server, "audit", "--before", "2").out())
        .contains("created o-1")
        .doesNotContain("ended o-1");
    assertThat(lb(server, "audit", "--since", "2026-11-23T10:00:01Z").out()).contains("No record");
    assertThat(lb(server, "audit", "--until", "2026-11-23T09:00:00Z").out()).contains("No record");
    assertThat(lb(server, "audit", "--override", "o-1", "--event", "CREATED").out())
        .contains("#1");
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
  }
}
