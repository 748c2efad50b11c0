package io.adaptivelb.client;

import static io.adaptivelb.client.CommandLineRun.lb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.admin.Fixture;
import io.adaptivelb.auth.BearerTokens;
import io.adaptivelb.auth.BearerTokens.NamedToken;
import io.adaptivelb.auth.Principal;
import io.adaptivelb.auth.Role;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line against servers that are away, silent, too talkative, foreign or hostile. */
class ServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private Path folder;

  @Test
  void nobodyListens_namesTheAddressAndHowToSetIt() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    CommandLineRun run = lb(URI.create("http://127.0.0.1:" + port), "weights");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "lb weights: no server answers at http://127.0.0.1:%d; start one with lb serve, or name another with --server URL or ADAPTIVELB_SERVER%n"
                .formatted(port));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200 | <html>hello</html> | answers HTTP 200 without JSON; is it the admin port of an adaptive-lb server?",
        "404 | not found | answers HTTP 404 without JSON",
        "200 | `` | HTTP 200",
        "200 | [] | HTTP 200",
        "500 | {} | HTTP 500",
        "200 | {} | the server speaks another version of the API",
        "200 | {\"clusters\":[],\"targets\":[]} | the server speaks another version of the API: StatusDocument has no build",
        "200 | {\"clusters\":7} | the server speaks another version of the API",
        "200 | {\"clusters\":[{}]} | the server speaks another version of the API",
        "503 | {\"detail\":\"the ledger is \\u001b[31mfull\\u009b\"} | the ledger is ?[31mfull?",
      })
  void answerOfAStranger_isOneLine(int status, String body, String message) throws Exception {
    try (WireServer stranger = WireServer.http(status, "application/json", body)) {
      CommandLineRun run = lb(stranger.uri(), "status");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains(message).hasLineCount(1).doesNotContain("\u001b");
    }
  }

  @Test
  void answerBreaksOff_isSaid() throws Exception {
    try (WireServer broken =
        new WireServer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"a\"", false)) {
      CommandLineRun run = lb(broken.uri(), "status");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("broke off").hasLineCount(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{'"})
  void serverIsSilent_isGivenUpAfterTheTimeout(String before) throws Exception {
    try (WireServer silent = new WireServer(before, true)) {
      CommandLineRun run = lb(silent.uri(), "status", "--timeout", "300ms");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains(silent.uri() + " did not answer within 300 ms (--timeout)");
    }
  }

  @Test
  void silentServerMayHaveDoneTheChange_isSaid() throws Exception {
    try (WireServer silent = new WireServer("", true)) {
      CommandLineRun run = lb(
          silent.uri(),
          "override",
          "drain",
          "--cluster",
          "c",
          "--reason",
          "x",
          "--for",
          "5m",
          "--yes",
          "--timeout",
          "300ms");

      assertThat(run.err())
          .contains("did not answer within 300 ms")
          .contains("lb override list tells whether it was done");
    }
  }

  @Test
  void answerTooLarge_isRefused() throws Exception {
    try (WireServer talkative =
            WireServer.http(200, "application/json", "{\"a\":\"" + "x".repeat(2_000) + "\"}");
        Server server =
            new Server(talkative.uri(), Optional.empty(), Optional.empty(), PATIENCE, 1_000)) {
      assertThatThrownBy(() -> server.get("/"))
          .isInstanceOf(ServerError.class)
          .hasMessageContaining("has more than 1000 bytes");
    }
  }

  @Test
  void token_isSentFromTheFile_andItsAbsenceIsExplained() throws Exception {
    BearerTokens tokens = new BearerTokens(
        List.of(new NamedToken("alices-secret-token", new Principal("alice", Role.OPERATOR, true))),
        InstantSource.system(),
        new SimpleMeterRegistry());
    try (Fixture fixture = new Fixture(tokens, Fixture.SETTINGS)) {
      URI uri = fixture.server.uri();
      CommandLineRun none = lb(uri, "weights");
      assertThat(none.code()).isEqualTo(1);
      assertThat(none.err())
          .contains("a token is needed", "--token-file FILE, or ADAPTIVELB_TOKEN_FILE");

      for (String line :
          List.of("alices-secret-token", "# ours\n\nalice operator alices-secret-token\n")) {
        Path file = Files.writeString(folder.resolve("token"), line);
        assertThat(lb(uri, "weights", "--token-file", file.toString()).out()).contains("checkout");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "'# nothing\n\n'", "'tök en\u0007'"})
  void tokenFileWithoutAToken_isRefused(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), content);
    CommandLineRun run = lb("status", "--token-file", file.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--token-file " + file + " has no token");
  }
}
