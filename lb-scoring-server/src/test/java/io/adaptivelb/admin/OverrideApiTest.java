package io.adaptivelb.admin;

import static io.adaptivelb.admin.Fixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverrideApiTest {
  private static final String DRAIN = """
      {"cluster":"checkout","endpoint":"10.0.0.1:80","action":"drain",
       "owner":"alice","reason":"kernel upgrade","duration":"30m"}""";
  private static final String PIN = """
      {"cluster":"checkout","endpoint":"10.0.0.2:80","action":"pin","weight":77,
       "owner":"bob","reason":"try it","expires":"2026-11-23T11:00:00Z"}""";

  private Fixture fixture;
  private AdminServer server;

  @BeforeEach
  void start() throws Exception {
    fixture = new Fixture();
    server = fixture.server;
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @Test
  void post_dryRun_showsTheEffectAndChangesNothing() {
    HttpResponse<String> response = server.post("/api/v1/overrides?dryRun=true", DRAIN);

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode result = json(response);
    assertThat(result.get("dryRun").asBoolean()).isTrue();
    assertThat(result.at("/effect/endpointsChanged").asInt()).isEqualTo(1);
    JsonNode change = result.at("/effect/changes/0");
    assertThat(change.get("endpoint").asText()).isEqualTo("10.0.0.1:80");
    assertThat(change.get("statusBefore").asText()).isEqualTo("HEALTHY");
    assertThat(change.get("statusAfter").asText()).isEqualTo("DRAINING");
    assertThat(fixture.weight("10.0.0.1:80")).endsWith("HEALTHY");
    assertThat(json(server.get("/api/v1/overrides")).get("overrides")).isEmpty();
    assertThat(json(server.get("/api/v1/audit")).get("records")).isEmpty();
  }

  @Test
  void post_putsInForceAndAuditsWithTheEffect() {
    HttpResponse<String> response = server.send(server
        .request("/api/v1/overrides")
        .header("Content-Type", "application/json")
        .header("User-Agent", "curl/8")
        .POST(BodyPublishers.ofString(DRAIN)));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("Location"))
        .hasValueSatisfying(location -> assertThat(location).endsWith("/api/v1/overrides/o-1"));
    assertThat(fixture.weight("10.0.0.1:80")).endsWith("DRAINING");
    assertThat(json(server.get("/api/v1/overrides/o-1")).get("owner").asText()).isEqualTo("alice");
    JsonNode record = json(server.get("/api/v1/audit")).at("/records/0");
    assertThat(record.get("event").asText()).isEqualTo("CREATED");
    assertThat(record.get("by").asText()).isEqualTo("anonymous");
    assertThat(record.get("origin").asText()).isEqualTo("rest 127.0.0.1 curl/8");
    assertThat(record.at("/override/reason").asText()).isEqualTo("kernel upgrade");
    assertThat(record.at("/override/expires").asText()).isEqualTo("2026-11-23T10:30:00Z");
    assertThat(record.at("/effect/changes/0/statusAfter").asText()).isEqualTo("DRAINING");
  }

  @Test
  void dryRunAndRealRun_showTheSameEffect() {
    JsonNode shown = json(server.post("/api/v1/overrides?dryRun=true", PIN));
    JsonNode done = json(server.post("/api/v1/overrides", PIN));

    assertThat(done.get("effect")).isEqualTo(shown.get("effect"));
    assertThat(fixture.weight("10.0.0.2:80")).isEqualTo("77 HEALTHY");
    assertThat(shown.at("/effect/changes/0/weightAfter").asInt()).isEqualTo(77);
  }

  @Test
  void delete_endsItAndSaysWhoTheSecondTime() {
    server.post("/api/v1/overrides", PIN);
    JsonNode shown = json(server.delete("/api/v1/overrides/o-1?dryRun=true"));
    assertThat(fixture.weight("10.0.0.2:80")).isEqualTo("77 HEALTHY");

    HttpResponse<String> done = server.delete("/api/v1/overrides/o-1?reason=done%20early");
    HttpResponse<String> again = server.delete("/api/v1/overrides/o-1");

    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(json(done).get("effect")).isEqualTo(shown.get("effect"));
    assertThat(fixture.weight("10.0.0.2:80")).isEqualTo("1000 HEALTHY");
    assertThat(again.statusCode()).isEqualTo(410);
    assertThat(json(again).get("detail").asText()).contains("ended at", "by anonymous");
    assertThat(json(server.get("/api/v1/audit")).at("/records/0/note").asText())
        .isEqualTo("done early");
    HttpResponse<String> unknown = server.delete("/api/v1/overrides/o-9");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(json(unknown).get("code").asText()).isEqualTo("no_such_override");
  }

  @Test
  void expiry_endsItAndAuditsIt() {
    server.post("/api/v1/overrides", DRAIN);
    fixture.pass(Duration.ofMinutes(30));

    Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
      JsonNode record = json(server.get("/api/v1/audit")).at("/records/0");
      assertThat(record.get("event").asText()).isEqualTo("EXPIRED");
      assertThat(record.get("by").asText()).isEqualTo("clock");
      assertThat(record.at("/effect/changes/0/statusAfter").asText()).isEqualTo("HEALTHY");
    });
    assertThat(fixture.weight("10.0.0.1:80")).endsWith("HEALTHY");
    assertThat(server.get("/api/v1/overrides/o-1").statusCode()).isEqualTo(410);
  }

  @Test
  void restart_goesOnWithTheOverrides() throws Exception {
    server.post("/api/v1/overrides", PIN);
    fixture.restart();

    assertThat(fixture.weight("10.0.0.2:80")).isEqualTo("77 HEALTHY");
    assertThat(json(fixture.server.get("/api/v1/audit")).get("records")).hasSize(1);
  }

  @Test
  void post_repeatedWithItsKey_doesNotDouble() throws Exception {
    HttpResponse<String> first = server.send(keyed("k-1", PIN));
    HttpResponse<String> second = server.send(keyed("k-1", PIN));
    fixture.restart();
    server = fixture.server;
    HttpResponse<String> third = server.send(keyed("k-1", PIN));
    HttpResponse<String> other = server.send(keyed("k-1", DRAIN));

    assertThat(first.statusCode()).isEqualTo(201);
    for (HttpResponse<String> replay : List.of(second, third)) {
      assertThat(replay.statusCode()).isEqualTo(200);
      assertThat(json(replay).get("replayed").asBoolean()).isTrue();
      assertThat(json(replay).get("override")).isEqualTo(json(first).get("override"));
      assertThat(json(replay).get("effect")).isEqualTo(json(first).get("effect"));
    }
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(json(other).get("code").asText()).isEqualTo("idempotency_key_reused");
    assertThat(json(server.get("/api/v1/overrides")).get("overrides")).hasSize(1);
  }

  @Test
  void post_overridesChangedSinceTheDryRun_isRefused() {
    String seen = server
        .post("/api/v1/overrides?dryRun=true", DRAIN)
        .headers()
        .firstValue("ETag")
        .orElseThrow();
    server.post("/api/v1/overrides", PIN);

    HttpResponse<String> stale = server.send(server
        .request("/api/v1/overrides")
        .header("Content-Type", "application/json")
        .header("If-Match", seen)
        .POST(BodyPublishers.ofString(DRAIN)));
    assertThat(stale.statusCode()).isEqualTo(412);
    assertThat(json(stale).get("code").asText()).isEqualTo("overrides_changed");
    assertThat(json(server.get("/api/v1/overrides")).get("overrides")).hasSize(1);
  }

  @Test
  void manyOperatorsAtOnce_everyChangeIsRecordedOnceAndInOrder() throws Exception {
    int operators = 8;
    CyclicBarrier together = new CyclicBarrier(operators);
    List<Callable<Integer>> calls = IntStream.range(0, operators)
        .<Callable<Integer>>mapToObj(i -> () -> {
          together.await();
          String body = PIN.replace("77", String.valueOf(100 + i)).replace("bob", "operator-" + i);
          return server.post("/api/v1/overrides", body).statusCode();
        })
        .toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(operators)) {
      for (var future : threads.invokeAll(calls)) {
        assertThat(future.get()).isEqualTo(201);
      }
    }
    JsonNode records = json(server.get("/api/v1/audit")).get("records");
    assertThat(records).hasSize(operators);
    // Each record's "before" is the "after" of the one below it: nobody computed an effect on
    // another's stale state.
    for (int i = 0; i + 1 < operators; i++) {
      assertThat(records.get(i).at("/effect/changes/0/weightBefore"))
          .isEqualTo(records.get(i + 1).at("/effect/changes/0/weightAfter"));
    }
    assertThat(fixture.weight("10.0.0.2:80"))
        .isEqualTo(records.at("/0/override/weight").asText() + " HEALTHY");
  }

  @Test
  void twoOperatorsEndTheSame_oneDoesAndTheOtherLearnsIt() throws Exception {
    server.post("/api/v1/overrides", PIN);
    CyclicBarrier together = new CyclicBarrier(2);
    Callable<Integer> end = () -> {
      together.await();
      return server.delete("/api/v1/overrides/o-1").statusCode();
    };
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Map<Integer, Long> answers = threads.invokeAll(List.of(end, end)).stream()
          .map(future -> future.resultNow())
          .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
      assertThat(answers).isEqualTo(Map.of(200, 1L, 410, 1L));
    }
  }

  @Test
  void post_sameScopeAndAction_warnsThatItWins() {
    server.post("/api/v1/overrides", PIN);
    JsonNode result = json(server.post("/api/v1/overrides", PIN.replace("77", "78")));

    assertThat(result.at("/warnings/0").asText()).contains("o-1 of bob", "the newer, wins");
  }

  @Test
  void post_drainsMoreThanHalf_warnsOfPanic() {
    JsonNode result = json(server.post("/api/v1/overrides?dryRun=true", """
        {"cluster":"checkout","action":"drain","owner":"a","reason":"b","duration":"1m"}"""));

    // Either the brain's own rail leaves enough in, or the caller is warned.
    int drained = result.at("/effect/endpointsChanged").asInt();
    assertThat(drained <= 2 || result.at("/warnings/0").asText().contains("panics"))
        .isTrue();
  }

  @Test
  void post_loopRefuses_isRecordedAndSaysSo() {
    fixture.plane.refusing = true;
    JsonNode result = json(server.post("/api/v1/overrides", PIN));

    assertThat(result.at("/warnings/0").asText()).contains("recorded, but not in force yet");
    assertThat(json(server.get("/api/v1/overrides")).get("overrides")).hasSize(1);
  }

  @Test
  void audit_pagesAndFilters() {
    server.post("/api/v1/overrides", PIN);
    server.post("/api/v1/overrides", DRAIN);
    server.delete("/api/v1/overrides/o-1");

    JsonNode first = json(server.get("/api/v1/audit?limit=2"));
    assertThat(first.get("records")).hasSize(2);
    JsonNode rest =
        json(server.get("/api/v1/audit?limit=2&before=" + first.get("next").asLong()));
    assertThat(rest.get("records")).hasSize(1);
    assertThat(rest.has("next")).isFalse();
    assertThat(json(server.get("/api/v1/audit?person=alice")).get("records")).hasSize(1);
    assertThat(json(server.get("/api/v1/audit?event=ended&override=o-1")).get("records"))
        .hasSize(1);
    assertThat(json(server.get("/api/v1/audit?cluster=checkout&endpoint=10.0.0.2:80"))
            .get("records"))
        .hasSize(2);
    assertThat(json(server.get("/api/v1/audit?until=2026-11-23T09:00:00Z")).get("records"))
        .isEmpty();
  }

  @Test
  void post_isReadableInTheFileBeforeTheAnswer() throws Exception {
    server.post("/api/v1/overrides", PIN);
    Path log = fixture.folder.resolve("audit-0000000000000000001.jsonl");
    assertThat(Files.readString(log)).contains("\"weight\":77").contains("\"weightAfter\":77");
  }

  private HttpRequest.Builder keyed(String key, String body) {
    return server
        .request("/api/v1/overrides")
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .POST(BodyPublishers.ofString(body));
  }
}
