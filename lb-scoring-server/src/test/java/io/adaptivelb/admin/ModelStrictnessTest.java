package io.adaptivelb.admin;

import static io.adaptivelb.admin.Fixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.models.Packages;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that can be wrong with a request about models: refused by value and rule, and nothing is changed. */
class ModelStrictnessTest {
  private static final String IMPORT = "/api/v1/models?owner=alice&reason=trained";
  private static final String GOOD = "{\"everything\":true,\"owner\":\"alice\",\"reason\":\"why\"}";

  private static Fixture fixture;
  private static AdminServer server;
  private static String version = "";

  @BeforeAll
  static void start() throws Exception {
    fixture = new Fixture();
    server = fixture.server;
    version = json(server.postZip(IMPORT, Packages.good(1))).get("version").asText();
  }

  @AfterAll
  static void stop() throws Exception {
    assertThat(json(server.get("/api/v1/models")).get("sequence").asInt()).isEqualTo(1);
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/api/v1/models/20260101-000000-000000000000 | 404 | there is no version 20260101-000000-000000000000",
        "/api/v1/models/NOPE | 404 | version \"NOPE\" is not 1…64 of a–z",
        "/api/v1/models/a%20b | 404 | is not 1…64",
        "/api/v1/models/..%2f..%2fetc | 4 | ",
        "/api/v1/models/%2e%2e | 4 | ",
        "/api/v1/models/V/files/nothing.json | 404 | has no file \"nothing.json\"; there are demand.json",
        "/api/v1/models/V/files/demnad.json | 404 | did you mean \"demand.json\"?",
        "/api/v1/models/V/files/manifest.json | 404 | has no file \"manifest.json\"",
        "/api/v1/models/V/files/..%2fmanifest.json | 4 | ",
        "/api/v1/models/V/files/..%2f..%2fhistory.jsonl | 4 | ",
        "/api/v1/models/V/files/%2e%2e%2fhistory.jsonl | 4 | ",
        "/api/v1/models/V/files/../../history.jsonl | 4 | ",
        "/api/v1/models/V/files/demand.json%00 | 400 | ",
        "/api/v1/models/V/files/demand.json?x=1 | 400 | no such query parameter",
        "/api/v1/models?limit=0 | 400 | limit: 0 is not in 1…1000",
        "/api/v1/models?limit=1001 | 400 | limit: 1001 is not in 1…1000",
        "/api/v1/models?limit=many | 400 | is not a whole number",
        "/api/v1/models?before=20260101-000000-000000000000 | 404 | there is no version",
        "/api/v1/models?before=UP | 400 | before: version \"UP\" is not",
        "/api/v1/models?stage=active | 400 | no such query parameter",
        "/api/v1/models/history?limit=0 | 400 | limit: 0 is not in",
        "/api/v1/models/history?version=UP | 400 | version \"UP\" is not",
        "/api/v1/models/history?since=yesterday | 400 | is not a time like",
        "/api/v1/models/history?actor=a | 400 | no such query parameter",
        "/api/v1/models/assignment | 400 | cluster: is missing",
        "/api/v1/models/assignment?cluster= | 400 | cluster",
        "/api/v1/models/V/shadow | 405 | this path does not take that method",
        "/api/v1/models/V/stage | 404 | there is nothing at this path",
        "/api/v1/audit?model=UP | 400 | version \"UP\" is not",
        "/api/v1/audit?model=a&override=o-1 | 400 | model: is given, so event, override and endpoint must not be",
      })
  void get_mistyped_isRefused(String path, int status, String message) {
    HttpResponse<String> response = server.get(path.replace("V", version));

    assertStatus(response, status);
    assertThat(json(response).get("detail").asText()).contains(message == null ? "" : message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "shadow | {} | 400 | field cluster: is missing; to mean every cluster, say \"everything\": true (and 2 more)",
        "shadow | {\"everything\":false,\"owner\":\"a\",\"reason\":\"r\"} | 400 | cluster: is missing",
        "shadow | {\"everything\":\"yes\",\"owner\":\"a\",\"reason\":\"r\"} | 400 | true or false is needed",
        "shadow | {\"everything\":true,\"cluster\":\"checkout\",\"owner\":\"a\",\"reason\":\"r\"} | 400 | cluster must not be given",
        "shadow | {\"cluster\":\"chekout\",\"owner\":\"a\",\"reason\":\"r\"} | 422 | did you mean \"checkout\"?",
        "shadow | {\"cluster\":7,\"owner\":\"a\",\"reason\":\"r\"} | 400 | a string is needed",
        "shadow | {\"cluster\":\"\",\"owner\":\"a\",\"reason\":\"r\"} | 400 | cluster",
        "shadow | {\"everything\":true,\"reason\":\"r\"} | 400 | field owner: is missing; say who answers for it",
        "shadow | {\"everything\":true,\"owner\":\" \",\"reason\":\"r\"} | 400 | owner: has 0 characters; 1…60 are needed",
        "shadow | {\"everything\":true,\"owner\":\"a\"} | 400 | field reason: is missing; say why",
        "shadow | {\"everything\":true,\"owner\":\"a\",\"reason\":\"a\\nb\"} | 400 | has a control character",
        "shadow | {\"everything\":true,\"owner\":\"a\",\"reason\":\"r\",\"proxyPercent\":5} | 400 | no such field",
        "shadow | [] | 400 | a JSON object is needed",
        "shadow | nonsense | 400 | the body is not JSON",
        "canary | {\"everything\":true,\"owner\":\"a\",\"reason\":\"r\"} | 400 | proxyPercent: is missing; say for which share",
        "canary | {\"everything\":true,\"owner\":\"a\",\"reason\":\"r\",\"proxyPercent\":0} | 400 | 0 is not in 1…100",
        "canary | {\"everything\":true,\"owner\":\"a\",\"reason\":\"r\",\"proxyPercent\":101} | 400 | 101 is not in 1…100",
        "canary | {\"everything\":true,\"owner\":\"a\",\"reason\":\"r\",\"proxyPercent\":5.5} | 400 | a whole number is needed",
        "canary | {\"everything\":true,\"owner\":\"a\",\"reason\":\"r\",\"proxyPercent\":\"5\"} | 400 | a whole number is needed",
        "canary | {\"everything\":true,\"owner\":\"a\",\"reason\":\"r\",\"proxyPercent\":5} | 409 | is candidate in scope *: only a shadow becomes a canary",
        "blend | {\"everything\":true,\"owner\":\"a\",\"reason\":\"r\"} | 400 | blendPercent: is missing",
        "blend | {\"everything\":true,\"owner\":\"a\",\"reason\":\"r\",\"blendPercent\":7} | 400 | blend 7 % is no step; the steps are 1, 5, 25, 50 and 100",
        "blend | {\"everything\":true,\"owner\":\"a\",\"reason\":\"r\",\"blendPercent\":5} | 409 | only a canary has a blend",
        "rollback | {\"everything\":true,\"owner\":\"a\",\"reason\":\"r\"} | 409 | only a shadow, a canary or the active version is rolled back",
        "activate | {\"everything\":true,\"owner\":\"a\",\"reason\":\"r\"} | 404 | there is nothing at this path",
      })
  void post_wrong_isRefused(String verb, String body, int status, String message) {
    HttpResponse<String> response = server.post("/api/v1/models/" + version + "/" + verb, body);

    assertStatus(response, status);
    assertThat(json(response).get("detail").asText()).contains(message);
  }

  @Test
  void post_longTexts_areRefused() {
    HttpResponse<String> owner =
        server.post("/api/v1/models/" + version + "/shadow", GOOD.replace("alice", "a".repeat(61)));
    assertStatus(owner, 400);
    HttpResponse<String> reason =
        server.post("/api/v1/models/" + version + "/shadow", GOOD.replace("why", "w".repeat(501)));
    assertStatus(reason, 400);
    HttpResponse<String> huge = server.post(
        "/api/v1/models/" + version + "/shadow", GOOD.replace("why", "w".repeat(5_000)));
    assertStatus(huge, 413);
  }

  @Test
  void post_unknownVersion_isNotFound() {
    assertStatus(server.post("/api/v1/models/nothing/promote", GOOD), 404);
    assertStatus(server.post("/api/v1/models/NOPE/promote", GOOD), 404);
    assertStatus(server.delete("/api/v1/models/nothing?owner=a&reason=r"), 404);
    assertStatus(server.delete("/api/v1/models/" + version), 400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/models | owner: is missing",
        "/api/v1/models?owner=a | reason: is missing",
        "/api/v1/models?owner=a&reason= | reason: has 0 characters",
        "/api/v1/models?owner=a&reason=r&force=true | no such query parameter",
        "/api/v1/models?owner=a&owner=b&reason=r | owner: is given 2 times",
      })
  void import_mistypedQuery_isRefused(String path, String message) {
    HttpResponse<String> response = server.postZip(path, Packages.good(2));

    assertStatus(response, 400);
    assertThat(json(response).get("detail").asText()).contains(message);
  }

  @Test
  void import_otherType_isRefused() {
    HttpResponse<String> json = server.post(IMPORT, "{}");
    assertStatus(json, 415);
    assertThat(json(json).get("detail").asText()).contains("application/zip");
    HttpResponse<String> form = server.send(server
        .request("/api/v1/models/" + version + "/shadow")
        .header("Content-Type", "text/plain")
        .POST(BodyPublishers.ofString(GOOD)));
    assertStatus(form, 415);
  }

  @Test
  void import_tooLarge_packedOrNot_isRefused() {
    byte[] noise = new byte[70_000];
    new Random(1).nextBytes(noise);
    Map<String, byte[]> files = new LinkedHashMap<>(Packages.files(2));
    files.put("noise.bin", noise);
    HttpResponse<String> packed = server.postZip(IMPORT, Packages.zip(files));
    assertStatus(packed, 413);
    assertThat(json(packed).get("code").asText()).isEqualTo("body_too_large");
    files.put("noise.bin", new byte[8 << 20]);
    HttpResponse<String> bomb = server.postZip(IMPORT, Packages.zip(files));
    assertStatus(bomb, 413);
    assertThat(json(bomb).get("code").asText()).isEqualTo("model_too_large");
  }

  @Test
  void import_noZip_isRefused() {
    assertStatus(server.postZip(IMPORT, new byte[0]), 400);
    assertStatus(server.postZip(IMPORT, Packages.bytes("nonsense")), 400);
  }

  @Test
  void import_badModel_isRefusedWithEveryReason() {
    Map<String, byte[]> files = new LinkedHashMap<>(Packages.files(2));
    files.put(
        "manifest.json",
        Packages.bytes(Packages.manifest(2)
            .replaceFirst("\"featureSchema\":\"[^\"]*\"", "\"featureSchema\":\"v9-00000000\"")
            .replace(
                "\"heads\":[",
                "\"heads\":[{\"name\":\"latency_p99\",\"target\":\"s\",\"file\":\"p99.ubj\"},")));
    files.put("p99.ubj", Packages.bytes("tree\nversion=v4\n"));
    HttpResponse<String> response = server.postZip(IMPORT, Packages.zip(files));

    assertStatus(response, 422);
    JsonNode problem = json(response);
    assertThat(problem.get("code").asText()).isEqualTo("model_refused");
    assertThat(problem.get("errors").findValuesAsText("message"))
        .satisfiesExactly(
            schema -> assertThat(schema)
                .contains("feature schema v9-00000000, this program computes v2-"),
            head -> assertThat(head).contains("head latency_p99", "a text model of LightGBM"));
  }

  @Test
  void import_ofAnotherVersionThanItSays_isRefused() {
    HttpResponse<String> response = server.postZip(
        IMPORT,
        Packages.manifestWith("\"heads\":[", "\"version\":\"20260101-000000-abc\",\"heads\":["));

    assertStatus(response, 422);
    assertThat(json(response).get("detail").asText())
        .contains("it says that it is version 20260101-000000-abc, but its content is that of");
  }

  @Test
  void import_unknownParent_isRefused() {
    HttpResponse<String> response = server.postZip(
        IMPORT, Packages.manifestWith("\"heads\":[", "\"parent\":\"20260101-1\",\"heads\":["));

    assertStatus(response, 422);
    assertThat(json(response).get("detail").asText())
        .contains("its parent 20260101-1 is not in the registry");
  }

  /** Below 10, only the class of the status is meant: the path may not have reached us. */
  private static void assertStatus(HttpResponse<String> response, int status) {
    int actual = status < 10 ? response.statusCode() / 100 : response.statusCode();
    assertThat(actual).describedAs(response.body()).isEqualTo(status);
    JsonNode problem = json(response);
    assertThat(problem.get("status").asInt()).isEqualTo(response.statusCode());
    assertThat(response.body()).doesNotContain("io.adaptivelb").doesNotContain("Exception");
  }
}
