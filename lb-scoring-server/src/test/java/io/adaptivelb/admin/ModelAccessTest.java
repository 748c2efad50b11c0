package io.adaptivelb.admin;

import static io.adaptivelb.admin.Fixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.auth.BearerTokens;
import io.adaptivelb.auth.BearerTokens.NamedToken;
import io.adaptivelb.auth.Principal;
import io.adaptivelb.auth.Role;
import io.adaptivelb.models.Packages;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what with models. */
class ModelAccessTest {
  private static final String BODY = "{\"everything\":true,\"reason\":\"why\"}";

  private Fixture fixture;
  private AdminServer server;

  @BeforeEach
  void start() throws Exception {
    BearerTokens tokens = new BearerTokens(
        List.of(
            token("vera", Role.VIEWER), token("otto", Role.OPERATOR), token("sam", Role.SCIENTIST)),
        InstantSource.system(),
        new SimpleMeterRegistry());
    fixture = new Fixture(tokens, Fixture.SETTINGS);
    server = fixture.server;
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/models",
        "GET /api/v1/models/x",
        "GET /api/v1/models/x/files/y",
        "GET /api/v1/models/history",
        "GET /api/v1/models/assignment?cluster=c",
        "POST /api/v1/models",
        "POST /api/v1/models/x/shadow",
        "POST /api/v1/models/x/canary",
        "POST /api/v1/models/x/blend",
        "POST /api/v1/models/x/promote",
        "POST /api/v1/models/x/rollback",
        "POST /api/v1/models/x/retire",
        "DELETE /api/v1/models/x",
      })
  void withoutToken_isRefused(String call) {
    HttpResponse<String> response = server.send(request(call));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(json(response).get("code").asText()).isEqualTo("token_missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/v1/models",
        "POST /api/v1/models/x/shadow",
        "POST /api/v1/models/x/canary",
        "POST /api/v1/models/x/blend",
        "POST /api/v1/models/x/promote",
        "POST /api/v1/models/x/retire",
        "DELETE /api/v1/models/x",
      })
  void changes_takeAScientist(String call) {
    for (String name : List.of("vera", "otto")) {
      HttpResponse<String> response = server.send(as(name, request(call)));
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(json(response).get("detail").asText()).endsWith("this takes the role scientist");
    }
  }

  @Test
  void rollback_takesAnOperator_andTheTokenNamesWhoItWas() {
    HttpResponse<String> put = server.send(as(
        "sam",
        server
            .request("/api/v1/models?reason=trained")
            .header("Content-Type", "application/zip")
            .POST(BodyPublishers.ofByteArray(Packages.good(1)))));
    assertThat(put.statusCode()).describedAs(put.body()).isEqualTo(201);
    String path = "/api/v1/models/" + json(put).get("version").asText();
    assertThat(server.send(as("sam", request("POST " + path + "/promote"))).statusCode())
        .isEqualTo(200);
    assertThat(server.send(as("vera", request("POST " + path + "/rollback"))).statusCode())
        .isEqualTo(403);
    HttpResponse<String> back = server.send(as("otto", request("POST " + path + "/rollback")));

    assertThat(back.statusCode()).describedAs(back.body()).isEqualTo(200);
    assertThat(json(back).at("/change/by").asText()).startsWith("otto (rest 127.0.0.1");
    assertThat(json(server.send(as("vera", server.request("/api/v1/audit?person=otto"))))
            .get("models"))
        .hasSize(1);
  }

  @Test
  void owner_cannotHideWhoCalled() {
    HttpResponse<String> put = server.send(as(
        "sam",
        server
            .request("/api/v1/models?reason=trained&owner=guardrails")
            .header("Content-Type", "application/zip")
            .POST(BodyPublishers.ofByteArray(Packages.good(1)))));

    assertThat(json(put).at("/change/by").asText()).startsWith("guardrails (sam, rest 127.0.0.1");
    for (String person : List.of("guardrails", "sam")) {
      assertThat(by(person)).hasSize(1);
    }
    assertThat(by("vera")).isEmpty();
    HttpResponse<String> again = server.send(as(
        "sam",
        server
            .request("/api/v1/models?reason=trained&owner=x%20(vera,%20y)")
            .header("Content-Type", "application/zip")
            .POST(BodyPublishers.ofByteArray(Packages.good(2)))));
    assertThat(json(again).at("/change/by").asText()).startsWith("x [vera, y] (sam, rest");
    assertThat(by("vera")).isEmpty();
  }

  private JsonNode by(String person) {
    return json(server.send(as("vera", server.request("/api/v1/models/history?person=" + person))))
        .get("changes");
  }

  private HttpRequest.Builder request(String call) {
    List<String> words = List.of(call.split(" "));
    HttpRequest.Builder request = server.request(words.get(1));
    return switch (words.get(0)) {
      case "POST" ->
        request
            .header(
                "Content-Type",
                words.get(1).endsWith("models") ? "application/zip" : "application/json")
            .POST(BodyPublishers.ofString(BODY));
      case "DELETE" -> request.DELETE();
      default -> request;
    };
  }

  private static HttpRequest.Builder as(String name, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + name + "s-secret-token");
  }

  private static NamedToken token(String name, Role role) {
    return new NamedToken(name + "s-secret-token", new Principal(name, role, true));
  }
}
