package io.adaptivelb.admin;

import static io.adaptivelb.admin.Fixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that somebody can mistype: told by field, value and rule, and nothing changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictnessTest {
  private Fixture fixture;
  private AdminServer server;

  @BeforeAll
  void start() throws Exception {
    fixture = new Fixture();
    server = fixture.server;
  }

  @AfterAll
  void stop() throws Exception {
    fixture.close();
  }

  @AfterEach
  void nothingChanged() {
    assertThat(json(server.get("/api/v1/overrides")).get("version").asLong()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "cluster | \"chekout\" | 422 | cluster \"chekout\" has no weights; did you mean \"checkout\"?",
        "cluster | \"a b\" | 400 | field cluster: cluster name \"a b\" has a space",
        "cluster | \"\" | 400 | field cluster: cluster name \"\" has 0 characters; 1 to 253",
        "cluster | 7 | 400 | field cluster: 7 is a number; a string is needed",
        "cluster | [\"checkout\"] | 400 | is an array; a string is needed",
        "cluster | {} | 400 | is an object; a string is needed",
        "cluster | null | 400 | field cluster: is missing; to mean every cluster",
        "endpoint | \"10.0.0.9:80\" | 422 | has no endpoint \"10.0.0.9:80\"; did you mean",
        "endpoint | \"10.0.0.1\" | 400 | endpoint \"10.0.0.1\" has no port; write host:port",
        "endpoint | \"10.0.0.1:http\" | 400 | the port is not a number",
        "endpoint | \"10.0.0.1:70000\" | 400 | port 70000 is not in 1…65535",
        "endpoint | \"::1:80\" | 400 | write an IPv6 address in brackets",
        "endpoint | true | 400 | field endpoint: true is a truth value; a string is needed",
        "everything | \"yes\" | 400 | field everything: \"yes\" is a string; true or false is needed",
        "everything | true | 400 | is true, so cluster and endpoint must not be given",
        "action | \"drian\" | 400 | \"drian\" is not one of pin, floor, cap, drain, boost, freeze; did you mean \"drain\"?",
        "action | \"PIN\" | 400 | \"PIN\" is not one of",
        "action | \"drain\" | 400 | field weight: drain takes no weight",
        "action | \"boost\" | 400 | boost takes no weight",
        "action | 1 | 400 | field action: 1 is a number; a string is needed",
        "action | null | 400 | field action: is missing; it is one of pin",
        "weight | 0 | 400 | field weight: pin weight 0 is not in 1…10000",
        "weight | 10001 | 400 | pin weight 10001 is not in 1…10000",
        "weight | -5 | 400 | pin weight -5 is not in 1…10000",
        "weight | \"100\" | 400 | field weight: \"100\" is a string; a whole number is needed",
        "weight | 1.5 | 400 | field weight: 1.5 is a number; a whole number is needed",
        "weight | 99999999999 | 400 | 99999999999 is a number; a whole number is needed",
        "weight | null | 400 | field weight: is missing; pin needs it",
        "factor | 2 | 400 | field factor: pin takes no factor",
        "owner | \"\" | 400 | field owner: has 0 characters; 1…100 are needed",
        "owner | \"   \" | 400 | field owner: has 0 characters",
        "owner | null | 400 | field owner: is missing; say who answers for it",
        "owner | \"a\\nb\" | 400 | field owner: \"a?b\" has a control character",
        "reason | null | 400 | field reason: is missing; say why",
        "reason | 3 | 400 | field reason: 3 is a number; a string is needed",
        "duration | \"soon\" | 400 | field duration: \"soon\" is not a duration; write 90s, 30m, 2h or 1d",
        "duration | 30 | 400 | field duration: 30 is a number; a string is needed",
        "duration | \"0s\" | 400 | field duration: \"0s\" is not in",
        "duration | \"-5m\" | 400 | field duration: \"-5m\" is not",
        "duration | \"31d\" | 400 | field duration: expiry 2026-12-24T10:00:00Z is more than 720 hours away",
        "duration | \"999999999999d\" | 400 | field duration: \"999999999999d\" is not in",
        "duration | null | 400 | field duration: give either duration",
        "expires | \"2026-11-24T10:00:00Z\" | 400 | field duration: give either duration",
        "expires | \"tomorrow\" | 400 | field expires: \"tomorrow\" is not a time like",
        "ownr | \"alice\" | 400 | field ownr: no such field; did you mean \"owner\"?",
        "Weight | 3 | 400 | field Weight: no such field; did you mean \"weight\"?",
        "xyzzyx | 3 | 400 | field xyzzyx: no such field (known: action, cluster, duration",
      })
  void post_oneFieldWrong_isRefusedNamingFieldValueAndRule(
      String field, String value, int status, String message) {
    HttpResponse<String> response = server.post("/api/v1/overrides", body(field, value));

    assertThat(response.statusCode()).describedAs(response.body()).isEqualTo(status);
    assertProblem(response);
    assertThat(json(response).get("detail").asText()).contains(message);
  }

  @Test
  void post_severalWrong_tellsAllAtOnce() {
    JsonNode problem =
        json(server.post("/api/v1/overrides", "{\"action\":\"pin\",\"weight\":0,\"oner\":\"x\"}"));

    assertThat(problem.get("errors").findValuesAsText("field"))
        .contains("cluster", "weight", "owner", "reason", "duration", "oner");
    assertThat(problem.get("detail").asText()).endsWith("more)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "[]",
        "7",
        "\"x\"",
        "null",
        "{}{}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":NaN}",
        "\u0000"
      })
  void post_notOneJsonObject_isRefused(String body) {
    HttpResponse<String> response = server.post("/api/v1/overrides", body);

    assertThat(response.statusCode()).describedAs(response.body()).isEqualTo(400);
    assertProblem(response);
  }

  @Test
  void post_deeplyNested_isRefused() {
    HttpResponse<String> response = server.post(
        "/api/v1/overrides", "{\"cluster\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertProblem(response);
  }

  @Test
  void post_tooLarge_isRefused() {
    HttpResponse<String> response =
        server.post("/api/v1/overrides", body("reason", '"' + "x".repeat(5_000) + '"'));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(json(response).get("detail").asText()).contains("more than 4096 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/api/v1/overrides?dryrun=true | query parameter dryrun: no such query parameter; did you mean \"dryRun\"?",
        "/api/v1/overrides?dryRun=yes | query parameter dryRun: \"yes\" is neither true nor false",
        "/api/v1/overrides?dryRun=true&dryRun=false | query parameter dryRun: is given 2 times",
        "/api/v1/overrides?dryRun= | query parameter dryRun: \"\" is neither true nor false",
      })
  void post_mistypedQuery_isRefusedAndDoesNothing(String path, String message) {
    HttpResponse<String> response = server.post(path, body("reason", "\"x\""));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("detail").asText()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/api/v1/audit?limit=0 | 400 | limit: 0 is not in 1…1000",
        "/api/v1/audit?limit=x | 400 | limit: \"x\" is not a whole number",
        "/api/v1/audit?before=99999999999999999999 | 400 | is not a whole number",
        "/api/v1/audit?event=gone | 400 | \"gone\" is not one of [CREATED, ENDED, EXPIRED]",
        "/api/v1/audit?since=yesterday | 400 | \"yesterday\" is not a time like",
        "/api/v1/audit?endpoint=nowhere | 400 | endpoint \"nowhere\" has no port",
        "/api/v1/audit?owner=bob | 400 | no such query parameter",
        "/api/v1/clusters/chekout | 404 | did you mean \"checkout\"?",
        "/api/v1/clusters/chekout/endpoints | 404 | cluster \"chekout\" has no weights; did you mean \"checkout\"?",
        "/api/v1/clusters/checkout/endpoints/10.0.0.7:80/explanation | 404 | has no endpoint",
        "/api/v1/clusters/checkout/endpoints/nowhere/explanation | 404 | has no port",
        "/api/v1/overrides/o-1 | 404 | there is no override \"o-1\"",
        "/api/v2/clusters | 404 | GET /openapi.json lists the paths",
        "/api/v1/clusters/a%00b/endpoints | 400 | the request: it is not well-formed HTTP",
        "/api/v1/clusters/%2e%2e/endpoints | 400 | \"/api/v1/clusters/%2e%2e/endpoints\": Ambiguous URI path segment",
        "/api/v1/clusters//endpoints | 400 | Ambiguous URI empty segment",
        "/api/v1/overrides/o-1%0a | 400 | Suspicious Path Character",
      })
  void get_mistyped_isRefused(String path, int status, String message) {
    HttpResponse<String> response = server.get(path);

    assertThat(response.statusCode()).describedAs(response.body()).isEqualTo(status);
    assertProblem(response);
    assertThat(json(response).get("detail").asText()).contains(message);
  }

  @Test
  void get_pathTooLong_isRefused() {
    HttpResponse<String> response = server.get("/" + "x".repeat(10_000));

    assertThat(response.statusCode()).isEqualTo(414);
    assertProblem(response);
  }

  @Test
  void get_slashesOfANameEscaped_meansTheSame() {
    assertThat(server.get("/api/v1/clusters/default%2Fsearch%2F80/endpoints").body())
        .isEqualTo(server.get("/api/v1/clusters/default/search/80/endpoints").body());
    assertThat(server
            .get("/api/v1/clusters/default%2Fsearch%2F80/endpoints/10.0.0.2%3A80/explanation")
            .statusCode())
        .isEqualTo(200);
  }

  @Test
  void otherMethodOrType_isRefused() {
    HttpResponse<String> put =
        server.send(server.request("/api/v1/overrides").PUT(BodyPublishers.noBody()));
    assertThat(put.statusCode()).isEqualTo(405);
    HttpResponse<String> form = server.send(server
        .request("/api/v1/overrides")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString("action=drain")));
    assertThat(form.statusCode()).isEqualTo(415);
    assertThat(json(form).get("detail").asText()).contains("application/json");
    HttpResponse<String> xml =
        server.send(server.request("/api/v1/clusters").header("Accept", "application/xml"));
    assertThat(xml.statusCode()).isEqualTo(406);
  }

  @ParameterizedTest
  @CsvSource({
    "Idempotency-Key,a b",
    "If-Match,7",
    "If-Match,W/\"7\"",
    "If-Match,\"99999999999999999999\""
  })
  void post_malformedHeader_isRefused(String name, String value) {
    HttpResponse<String> response = server.send(server
        .request("/api/v1/overrides")
        .header("Content-Type", "application/json")
        .header(name, value)
        .POST(BodyPublishers.ofString(body("reason", "\"x\""))));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("code").asText()).isEqualTo("invalid_header");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000\u0001\u0002\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"
      })
  void garbageOnTheWire_isAnsweredWithoutAStackTrace(String request) throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).doesNotContain("\tat ").doesNotContain("Exception");
      assertThat(answer.isEmpty()
              || answer.startsWith("HTTP/1.1 4")
              || answer.startsWith("HTTP/1.1 5"))
          .describedAs(answer)
          .isTrue();
    }
  }

  private static void assertProblem(HttpResponse<String> response) {
    JsonNode problem = json(response);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(problem.get("status").asInt()).isEqualTo(response.statusCode());
    assertThat(problem.get("type").asText())
        .isEqualTo("urn:adaptivelb:problem:" + problem.get("code").asText());
    assertThat(response.body()).doesNotContain("io.adaptivelb").doesNotContain("Exception");
  }

  /** A good body with one field replaced or added. */
  private static String body(String field, String value) {
    String good = """
        {"cluster":"checkout","endpoint":"10.0.0.1:80","action":"pin","weight":50,
         "owner":"alice","reason":"why","duration":"30m"}""";
    String pattern = "\"" + field + "\":(\"[^\"]*\"|\\d+)";
    String replaced =
        good.replaceFirst(pattern, Matcher.quoteReplacement("\"" + field + "\":" + value));
    return replaced.equals(good) && !good.contains("\"" + field + "\":" + value)
        ? good.replace("{", "{\"" + field + "\":" + value + ",")
        : replaced;
  }
}
