package io.adaptivelb.admin;

import static io.adaptivelb.admin.Fixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.models.Packages;
import io.adaptivelb.registry.Change;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.VersionId;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models over REST: the way from an import to the active one and back, with its record. */
class ModelApiTest {
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
  void import_admitsACandidate_andTheSameTwiceIsOne() {
    HttpResponse<String> first = put(1);
    assertThat(first.statusCode()).describedAs(first.body()).isEqualTo(201);
    String version = json(first).get("version").asText();
    assertThat(first.headers().firstValue("Location"))
        .hasValueSatisfying(location -> assertThat(location).endsWith("/api/v1/models/" + version));
    assertThat(json(first).get("changed").asBoolean()).isTrue();
    fixture.pass(Duration.ofSeconds(1));
    HttpResponse<String> second = put(1);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(json(second).get("changed").asBoolean()).isFalse();
    assertThat(json(second).get("version").asText()).isEqualTo(version);

    JsonNode list = json(server.get("/api/v1/models"));
    assertThat(list.get("versions")).hasSize(1);
    assertThat(list.at("/versions/0/metrics/auc").asDouble()).isEqualTo(0.91);
    assertThat(list.at("/versions/0/featureSchema")).isEqualTo(list.get("featureSchema"));
    JsonNode shown = json(server.get("/api/v1/models/" + version));
    assertThat(shown.at("/manifest/heads/0/file").asText()).isEqualTo("demand.json");
    assertThat(shown.get("stages")).isEmpty();
    assertThat(server.get("/api/v1/models/" + version + "/files/demand.json").body())
        .isEqualTo(new String(Packages.tree(), StandardCharsets.UTF_8));
  }

  @Test
  void whatIsShown_canBeImportedElsewhere_underTheSameName() throws Exception {
    String version = json(put(1)).get("version").asText();
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "manifest.json",
        Packages.bytes(
            json(server.get("/api/v1/models/" + version)).get("manifest").toString()));
    files.put("demand.json", Packages.tree());
    try (Fixture other = new Fixture()) {
      HttpResponse<String> there =
          other.server.postZip("/api/v1/models?owner=bob&reason=copied", Packages.zip(files));

      assertThat(there.statusCode()).describedAs(there.body()).isEqualTo(201);
      assertThat(json(there).get("version").asText()).isEqualTo(version);
    }
  }

  @Test
  void wholeWay_isRecordedWithBeforeAndAfter() {
    String old = json(put(1)).get("version").asText();
    String fresh = json(put(2)).get("version").asText();
    post(old, "promote", "");
    for (String step : List.of(
        "shadow",
        "canary ,\"proxyPercent\":50",
        "blend ,\"blendPercent\":5",
        "blend ,\"blendPercent\":25",
        "blend ,\"blendPercent\":50",
        "blend ,\"blendPercent\":100",
        "promote",
        "rollback")) {
      fixture.pass(Duration.ofSeconds(1));
      List<String> words = List.of((step + " ").split(" ", 2));
      JsonNode result = post(fresh, words.get(0), words.get(1).strip());
      assertThat(result.get("changed").asBoolean()).describedAs(step).isTrue();
      JsonNode again = post(fresh, words.get(0), words.get(1).strip());
      assertThat(again.get("changed").asBoolean()).describedAs(step).isFalse();
      assertThat(again.get("stages")).isEqualTo(result.get("stages"));
    }

    assertThat(json(server.get("/api/v1/models/assignment?cluster=checkout"))
            .get("active")
            .asText())
        .isEqualTo(old);
    JsonNode last = json(server.get("/api/v1/models/history?limit=1"));
    assertThat(last.at("/changes/0/action").asText()).isEqualTo("rollback");
    assertThat(last.at("/changes/0/by").asText())
        .startsWith("alice (anonymous, rest 127.0.0.1 Java-http-client/");
    assertThat(moves(last.at("/changes/0")))
        .containsExactlyInAnyOrder(fresh + " ACTIVE ROLLED_BACK", old + " RETIRED ACTIVE");
    JsonNode canary =
        json(server.get("/api/v1/models/history?version=" + fresh)).at("/changes/6");
    assertThat(moves(canary)).containsExactly(fresh + " SHADOW CANARY");
    assertThat(canary.at("/moves/0/after/proxyPercent").asInt()).isEqualTo(50);
    assertThat(server.get("/metrics").body())
        .contains("adaptivelb_models_changes_total{action=\"blend\"} 4.0");
  }

  @Test
  void oneCluster_hasAModelOfItsOwn() {
    String all = json(put(1)).get("version").asText();
    String own = json(put(2)).get("version").asText();
    post(all, "promote", "");
    JsonNode shadow = json(server.post(
        "/api/v1/models/" + own + "/shadow",
        "{\"cluster\":\"default/search/80\",\"owner\":\"a\",\"reason\":\"r\"}"));
    assertThat(shadow.at("/change/moves/0/after/cluster").asText()).isEqualTo("default/search/80");

    JsonNode search = json(server.get("/api/v1/models/assignment?cluster=default%2Fsearch%2F80"));
    assertThat(search.get("active").asText()).isEqualTo(all);
    assertThat(search.get("shadow").asText()).isEqualTo(own);
    assertThat(json(server.get("/api/v1/models/assignment?cluster=checkout")).has("shadow"))
        .isFalse();
    assertThat(json(server.get("/api/v1/models/history?cluster=checkout")).get("changes"))
        .hasSize(1);
  }

  @Test
  void audit_showsOverridesAndModelsInOrder_andPagesThroughBoth() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      fixture.pass(Duration.ofSeconds(1));
      made.add(json(put(i)).get("version").asText());
      fixture.pass(Duration.ofSeconds(1));
      server.post("/api/v1/overrides", """
          {"cluster":"checkout","action":"cap","weight":50,"owner":"bob","reason":"x","duration":"5m"}""");
    }
    List<String> seen = new ArrayList<>();
    String query = "?limit=3";
    for (int pages = 0; !query.isEmpty(); pages++) {
      assertThat(pages).isLessThan(5);
      JsonNode page = json(server.get("/api/v1/audit" + query));
      assertThat(page.get("records").size() + page.get("models").size()).isLessThanOrEqualTo(3);
      page.get("records").forEach(record -> seen.add(record.at("/override/id").asText()));
      page.get("models").forEach(change -> seen.add(change.get("version").asText()));
      query = page.has("next") || page.has("nextModel")
          ? "?limit=3"
              + (page.has("next") ? "&before=" + page.get("next") : "")
              + (page.has("nextModel") ? "&beforeModel=" + page.get("nextModel") : "")
          : "";
    }
    made.addAll(List.of("o-1", "o-2", "o-3", "o-4", "o-5"));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(made);

    JsonNode bob = json(server.get("/api/v1/audit?person=bob"));
    assertThat(bob.get("records")).hasSize(5);
    assertThat(bob.get("models")).isEmpty();
    JsonNode alice = json(server.get("/api/v1/audit?person=alice"));
    assertThat(alice.get("records")).isEmpty();
    assertThat(alice.get("models")).hasSize(5);
    assertThat(json(server.get("/api/v1/audit?model=" + made.get(0))).get("models"))
        .hasSize(1);
    assertThat(json(server.get("/api/v1/audit?override=o-1")).get("models")).isEmpty();
    assertThat(json(server.get("/api/v1/audit?before=3")).get("models")).isEmpty();
  }

  @Test
  void changeOfAnotherProcess_isSeenAndAudited() {
    String version = json(put(1)).get("version").asText();
    server
        .models()
        .registry()
        .promote(
            new VersionId(version),
            ServingScope.of(new ClusterId("checkout")),
            new Change("guardrails", "all went well", Instant.parse("2026-11-23T11:00:00Z")));

    JsonNode change = json(server.get("/api/v1/audit?person=guardrails")).at("/models/0");
    assertThat(change.get("reason").asText()).isEqualTo("all went well");
    assertThat(change.get("cluster").asText()).isEqualTo("checkout");
  }

  @Test
  void remove_deletesWhatNobodyNeeds() {
    String version = json(put(1)).get("version").asText();
    post(version, "shadow", "");
    HttpResponse<String> early =
        server.delete("/api/v1/models/" + version + "?owner=a&reason=space");
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(json(early).get("code").asText()).isEqualTo("illegal_transition");
    post(version, "retire", "");
    HttpResponse<String> removed =
        server.delete("/api/v1/models/" + version + "?owner=a&reason=space");

    assertThat(removed.statusCode()).describedAs(removed.body()).isEqualTo(200);
    assertThat(json(removed).at("/change/action").asText()).isEqualTo("remove");
    assertThat(server.get("/api/v1/models/" + version).statusCode()).isEqualTo(404);
    assertThat(json(server.get("/api/v1/models")).get("versions")).isEmpty();
  }

  @Test
  void manyAtOnce_oneIsTheShadow_andTheOthersAreToldWhich() throws Exception {
    List<String> versions = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      versions.add(json(put(i)).get("version").asText());
    }
    List<Callable<HttpResponse<String>>> calls = versions.stream()
        .<Callable<HttpResponse<String>>>map(version -> () -> server.post(
            "/api/v1/models/" + version + "/shadow",
            "{\"everything\":true,\"owner\":\"alice\",\"reason\":\"race\"}"))
        .toList();
    List<Integer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (Future<HttpResponse<String>> answer : threads.invokeAll(calls)) {
        answers.add(answer.get().statusCode());
      }
    }

    assertThat(answers).containsOnlyOnce(200).containsOnly(200, 409);
    assertThat(json(server.get("/api/v1/models")).findValuesAsText("stage"))
        .containsExactly("SHADOW");
  }

  @Test
  void list_pagesFromTheNewest() {
    for (int i = 0; i < 5; i++) {
      put(i);
    }
    List<String> seen = new ArrayList<>();
    String query = "?limit=2";
    while (!query.isEmpty()) {
      JsonNode page = json(server.get("/api/v1/models" + query));
      page.get("versions").forEach(model -> seen.add(model.get("version").asText()));
      query = page.has("next") ? "?limit=2&before=" + page.get("next").asText() : "";
    }
    assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    assertThat(seen).isSortedAccordingTo(Comparator.reverseOrder());
  }

  private HttpResponse<String> put(int number) {
    return server.postZip("/api/v1/models?owner=alice&reason=trained", Packages.good(number));
  }

  private JsonNode post(String version, String verb, String more) {
    HttpResponse<String> response = server.post(
        "/api/v1/models/" + version + "/" + verb,
        "{\"everything\":true,\"owner\":\"alice\",\"reason\":\"why not\"%s}".formatted(more));
    assertThat(response.statusCode()).describedAs(response.body()).isEqualTo(200);
    return json(response);
  }

  private static List<String> moves(JsonNode change) {
    List<String> moves = new ArrayList<>();
    change
        .get("moves")
        .forEach(move -> moves.add("%s %s %s"
            .formatted(
                move.get("version").asText(),
                move.at("/before/stage").asText(),
                move.at("/after/stage").asText())));
    return moves;
  }
}
