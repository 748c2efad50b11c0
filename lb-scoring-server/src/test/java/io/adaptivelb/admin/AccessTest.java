package io.adaptivelb.admin;

import static io.adaptivelb.admin.Fixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.auth.BearerTokens;
import io.adaptivelb.auth.BearerTokens.NamedToken;
import io.adaptivelb.auth.Principal;
import io.adaptivelb.auth.Role;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, what a browser can be made to do, and what happens when the server is stuck. */
class AccessTest {
  private static final String DRAIN = """
      {"cluster":"checkout","action":"cap","weight":5,"reason":"test","duration":"5m"}""";

  @Test
  void token_isDemandedAndItsRoleHolds() throws Exception {
    BearerTokens tokens = new BearerTokens(
        List.of(
            new NamedToken("alices-secret-token", new Principal("alice", Role.OPERATOR, true)),
            new NamedToken("bobs-secret-token", new Principal("bob", Role.VIEWER, true))),
        InstantSource.system(),
        new SimpleMeterRegistry());
    try (Fixture fixture = new Fixture(tokens, Fixture.SETTINGS)) {
      AdminServer server = fixture.server;
      HttpResponse<String> none = server.get("/api/v1/clusters");
      assertThat(none.statusCode()).isEqualTo(401);
      assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      assertThat(json(none).get("code").asText()).isEqualTo("token_missing");
      assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
      assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(server.get("/openapi.json").statusCode()).isEqualTo(200);

      assertThat(server.send(as("bobs", server.request("/api/v1/clusters"))).statusCode())
          .isEqualTo(200);
      HttpResponse<String> low = server.send(as("bobs", post(server, DRAIN)));
      assertThat(low.statusCode()).isEqualTo(403);
      assertThat(json(low).get("detail").asText())
          .isEqualTo("bob is a viewer; this takes the role operator");

      HttpResponse<String> made = server.send(as("alices", post(server, DRAIN)));
      assertThat(made.statusCode()).isEqualTo(201);
      assertThat(json(made).at("/override/owner").asText()).isEqualTo("alice");
      JsonNode record =
          json(server.send(as("bobs", server.request("/api/v1/audit")))).at("/records/0");
      assertThat(record.get("by").asText()).isEqualTo("alice");

      for (int i = 0; i < 10; i++) {
        server.send(as("guess" + i, server.request("/api/v1/clusters")));
      }
      HttpResponse<String> limited = server.send(as("alices", server.request("/api/v1/clusters")));
      assertThat(limited.statusCode()).isEqualTo(429);
      assertThat(limited.headers().firstValue("Retry-After")).hasValue("60");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.example",
    "Origin, null",
    "Origin, http://127.0.0.1:1",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
  })
  void changeFromAnotherSite_isRefused(String header, String value) throws Exception {
    try (Fixture fixture = new Fixture()) {
      HttpResponse<String> response =
          fixture.server.send(post(fixture.server, DRAIN).header(header, value));

      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(json(response).get("code").asText()).isEqualTo("cross_site");
      assertThat(json(fixture.server.get("/api/v1/overrides")).get("overrides")).isEmpty();
    }
  }

  @Test
  void changeFromTheSameOrigin_isAllowed() throws Exception {
    try (Fixture fixture = new Fixture()) {
      HttpResponse<String> response =
          fixture.server.send(post(fixture.server, DRAIN.replace("{", "{\"owner\":\"x\","))
              .header("Origin", fixture.server.uri().toString()));

      assertThat(response.statusCode()).isEqualTo(201);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:7080",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "10.0.0.1"
      })
  void request_byAnotherName_isRefused(String host) throws Exception {
    try (Fixture fixture = new Fixture()) {
      assertThat(raw(fixture, host)).startsWith("HTTP/1.1 421").contains("wrong_host");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:7080",
        "127.0.0.1",
        "127.1.2.3:99",
        "[::1]:7080",
        "lb.localhost"
      })
  void request_byANameOfThisMachine_isAnswered(String host) throws Exception {
    try (Fixture fixture = new Fixture()) {
      assertThat(raw(fixture, host)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void answers_carryTheSecurityHeaders() throws Exception {
    try (Fixture fixture = new Fixture()) {
      for (String path : List.of("/api/v1/clusters", "/api/v1/nothing", "/metrics")) {
        var headers = fixture.server.get(path).headers();
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("Content-Security-Policy")).isPresent();
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
      }
    }
  }

  @Test
  void stuckLoop_isGivenUpAfterTheDeadlineAndOverloadIsSaid() throws Exception {
    AdminLimits tight =
        new AdminLimits("1", true, Set.of(), Duration.ofMillis(300), 4_096, 65_536, 2);
    try (Fixture fixture = new Fixture(Fixture.OPEN, tight)) {
      fixture.plane.stuck = new CountDownLatch(1);
      HttpResponse<String> late = fixture.server.get("/api/v1/clusters");
      assertThat(late.statusCode()).isEqualTo(504);
      assertThat(json(late).get("code").asText()).isEqualTo("deadline_exceeded");
      HttpResponse<String> change =
          fixture.server.send(post(fixture.server, DRAIN.replace("{", "{\"owner\":\"x\",")));
      assertThat(change.statusCode()).isEqualTo(504);
      assertThat(json(change).get("detail").asText()).contains("Idempotency-Key");
      assertThat(fixture.server.get("/api/v1/clusters").statusCode()).isEqualTo(503);
      fixture.plane.stuck.countDown();
    }
  }

  @Test
  void health_tellsWhatIsWrong() throws Exception {
    try (Fixture fixture = new Fixture()) {
      AdminServer server = fixture.server;
      assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
      HttpResponse<String> ready = server.get("/readyz");
      assertThat(ready.statusCode()).describedAs(ready.body()).isEqualTo(200);
      assertThat(json(ready).fieldNames()).toIterable().contains("ledger", "loop", "weights");

      fixture.pass(Duration.ofSeconds(25));
      assertThat(server.get("/healthz").statusCode()).isEqualTo(503);
      assertThat(json(server.get("/healthz")).at("/loop/message").asText())
          .isEqualTo("the last tick was 25000 ms ago, a tick is due every 5000 ms");
      fixture.plane.tick();
      assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
      fixture.plane.failure = Optional.of("out of memory");
      assertThat(json(server.get("/healthz")).at("/loop/message").asText())
          .contains("out of memory");
      assertThat(json(server.get("/api/v1/status")).get("healthy").asBoolean()).isFalse();
    }
  }

  @Test
  void reads_showWhatTheServerDoes() throws Exception {
    try (Fixture fixture = new Fixture()) {
      AdminServer server = fixture.server;
      JsonNode clusters = json(server.get("/api/v1/clusters")).get("clusters");
      assertThat(clusters.findValuesAsText("cluster"))
          .containsExactly("checkout", "default/search/80");
      assertThat(clusters.at("/0/statuses/HEALTHY").asInt()).isEqualTo(4);
      JsonNode slashes = json(server.get("/api/v1/clusters/default/search/80/endpoints"));
      assertThat(slashes.get("endpoints")).hasSize(2);
      JsonNode why =
          json(server.get("/api/v1/clusters/default/search/80/endpoints/10.0.0.2:80/explanation"));
      int sum = 0;
      for (JsonNode part : why.get("contributions")) {
        sum += part.get("weightUnits").asInt();
      }
      assertThat(sum).isEqualTo(why.get("weight").asInt()).isPositive();
      JsonNode status = json(server.get("/api/v1/status"));
      assertThat(status.get("build").asText()).isEqualTo("1.2.3");
      assertThat(status.at("/targets/0/error").asText()).isEqualTo("connection refused");
      assertThat(status.at("/plugins/envoy/streams").asText()).isEqualTo("2");
      assertThat(server.get("/metrics").body()).contains("adaptivelb_overrides_active 0.0");
    }
  }

  @Test
  void slowBody_isGivenUp() throws Exception {
    try (Fixture fixture = new Fixture();
        Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), fixture.server.uri().getPort())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /api/v1/overrides HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + "Content-Length: 1000\r\n\r\n{")
              .getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
      assertThat(answer).isEqualTo("HTTP/1.1 408");
    }
  }

  private static HttpRequest.Builder post(AdminServer server, String body) {
    return server
        .request("/api/v1/overrides")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private static HttpRequest.Builder as(String name, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + name + "-secret-token");
  }

  private static String raw(Fixture fixture, String host) throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), fixture.server.uri().getPort())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              ("GET /api/v1/clusters HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
