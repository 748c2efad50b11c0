package io.adaptivelb.fetch;

import static io.adaptivelb.fetch.LyingServer.ok;
import static io.adaptivelb.fetch.LyingServer.text;
import static io.adaptivelb.fetch.LyingServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.failure.SourceFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
  private static final int MAX_BODY = 100_000;

  private final Network network = new Network("test", 1);
  private final Budget budget = new Budget(1 << 20);
  private final Fetcher fetcher = new Fetcher(network, budget);
  private final List<LyingServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(LyingServer::close);
    network.close();
    assertThat(budget.used()).isZero();
  }

  @Test
  void get_twice_usesOneConnection() {
    LyingServer server = server((path, out) -> ok(out, "text/plain", "you asked for " + path));
    Connection connection = fetcher.connection("127.0.0.1", server.port());

    assertThat(get(connection, "/a?b=c")).isEqualTo("200 text/plain you asked for /a?b=c");
    assertThat(get(connection, "/d")).isEqualTo("200 text/plain you asked for /d");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void get_hostName_isResolved() {
    LyingServer server = server((path, out) -> ok(out, "text/plain", "x"));

    assertThat(get(fetcher.connection("localhost", server.port()), "/")).startsWith("200");
  }

  @Test
  void get_idleConnectionClosedByThePeer_connectsAnew() throws IOException {
    AtomicInteger noticed = new AtomicInteger();
    LyingServer server = server((path, out) -> ok(out, "text/plain", "x"));
    Connection connection =
        fetcher.connection("127.0.0.1", server.port(), null, "", noticed::incrementAndGet);
    get(connection, "/");

    server.hangUp();
    await().until(() -> noticed.get() == 1);

    assertThat(get(connection, "/")).startsWith("200");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void get_reusedConnectionBreaksOnTheRequest_isTriedOnceMore() {
    AtomicInteger asked = new AtomicInteger();
    LyingServer server =
        server((path, out) -> asked.incrementAndGet() != 2 && ok(out, "text/plain", "x"));
    Connection connection = fetcher.connection("127.0.0.1", server.port());
    get(connection, "/");

    assertThat(get(connection, "/")).startsWith("200");
    assertThat(asked).hasValue(3);
  }

  @Test
  void get_nobodyListens_isRefused() {
    LyingServer server = server((path, out) -> false);
    server.close();

    assertThat(get(fetcher.connection("127.0.0.1", server.port()), "/"))
        .isEqualTo("CONNECTION_REFUSED connection refused");
  }

  @Test
  void get_nameWithoutAddress_isUnknown() {
    assertThat(get(fetcher.connection("no-such-host.invalid", 80), "/", Duration.ofSeconds(20)))
        .startsWith("UNKNOWN_HOST");
  }

  @Test
  void get_noAnswer_missesTheDeadline() {
    LyingServer server = server((path, out) -> {
      Thread.sleep(Duration.ofMinutes(1));
      return false;
    });

    assertThat(get(fetcher.connection("127.0.0.1", server.port()), "/", Duration.ofMillis(200)))
        .isEqualTo("TIMEOUT no complete answer within 200 ms: no answer yet");
  }

  @Test
  void get_bodyDrips_missesTheDeadline() {
    LyingServer server = server((path, out) -> {
      text(out, "HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n");
      while (true) {
        text(out, "x");
        Thread.sleep(5);
      }
    });

    assertThat(get(fetcher.connection("127.0.0.1", server.port()), "/", Duration.ofMillis(300)))
        .matches("TIMEOUT no complete answer within 300 ms: \\d+ bytes of the body had come");
  }

  @Test
  void get_headerDrips_missesTheDeadline() {
    LyingServer server = server((path, out) -> {
      text(out, "HTTP/1.1 200 OK\r\n");
      while (true) {
        text(out, "X");
        Thread.sleep(5);
      }
    });

    assertThat(get(fetcher.connection("127.0.0.1", server.port()), "/", Duration.ofMillis(300)))
        .startsWith("TIMEOUT");
  }

  @Test
  void get_gigabyteDeclared_isRefusedUnread() {
    LyingServer server = server((path, out) -> {
      text(out, "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
      return true;
    });

    assertThat(get(fetcher.connection("127.0.0.1", server.port()), "/"))
        .isEqualTo("BODY_TOO_LARGE the body has 1073741824 bytes; at most 100000 are allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      })
  void get_bodyWithoutEnd_isCutOff(String head) {
    LyingServer server = server((path, out) -> {
      text(out, head);
      while (true) {
        text(
            out,
            head.contains("chunked") ? "400\r\n" + "x".repeat(1024) + "\r\n" : "x".repeat(1024));
      }
    });

    assertThat(get(fetcher.connection("127.0.0.1", server.port()), "/"))
        .isEqualTo("BODY_TOO_LARGE the body has more than the 100000 bytes that are allowed");
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 100 << 20})
  void get_gzipBomb_isDefused(int size) {
    byte[] bomb = gzip(size);
    LyingServer server = server((path, out) -> {
      text(
          out,
          "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
              .formatted(bomb.length));
      out.write(bomb);
      return false;
    });

    assertThat(get(fetcher.connection("127.0.0.1", server.port()), "/"))
        .startsWith("BODY_TOO_LARGE");
  }

  @Test
  void get_gzip_isUnpacked() {
    byte[] packed = gzip(1_000);
    LyingServer server = server((path, out) -> {
      text(
          out,
          "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
              .formatted(packed.length));
      out.write(packed);
      out.flush();
      return true;
    });

    assertThat(get(fetcher.connection("127.0.0.1", server.port()), "/"))
        .isEqualTo("200  " + "a".repeat(1_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 banana\r\n\r\n",
        "\0\1\2\3\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void get_notHttp_isTold(String answer) {
    LyingServer server = server((path, out) -> {
      text(out, answer);
      return true;
    });

    assertThat(get(fetcher.connection("127.0.0.1", server.port()), "/", Duration.ofSeconds(2)))
        .matches("(?s)(BAD_HTTP|TIMEOUT).*");
  }

  @Test
  void get_headersWithoutEnd_areCutOff() {
    LyingServer server = server((path, out) -> {
      text(out, "HTTP/1.1 200 OK\r\n");
      for (int i = 0; i < 100_000; i++) {
        text(out, "X-%d: y\r\n".formatted(i));
      }
      return false;
    });

    assertThat(get(fetcher.connection("127.0.0.1", server.port()), "/")).startsWith("BAD_HTTP");
  }

  @Test
  void get_bodyShorterThanDeclared_isTruncated() {
    LyingServer server = server((path, out) -> {
      text(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");
      return false;
    });

    assertThat(get(fetcher.connection("127.0.0.1", server.port()), "/"))
        .isEqualTo("TRUNCATED the connection closed early: 5 bytes of the body had come");
  }

  @Test
  void get_answerBeforeTheQuestion_doesNotConfuseTheNext() {
    LyingServer server = server((path, out) -> {
      ok(out, "text/plain", path);
      return ok(out, "text/plain", "nobody asked");
    });
    Connection connection = fetcher.connection("127.0.0.1", server.port());

    assertThat(get(connection, "/1")).isEqualTo("200 text/plain /1");
    await().until(() -> get(connection, "/2").equals("200 text/plain /2"));
  }

  @Test
  void get_interimAnswer_isSkipped() {
    LyingServer server = server((path, out) -> {
      text(out, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
      return write(out, "503 Unavailable", "text/plain", "no".getBytes(StandardCharsets.UTF_8));
    });

    assertThat(get(fetcher.connection("127.0.0.1", server.port()), "/"))
        .isEqualTo("503 text/plain no");
  }

  @Test
  void get_budgetUsedUpByLargeBodies_failsTheLargeAndServesTheSmall() {
    Budget tight = new Budget(1 << 20);
    Fetcher crowded = new Fetcher(network, tight);
    tight.take(0, 1 << 20);
    LyingServer server = server(
        (path, out) -> ok(out, "text/plain", "x".repeat(path.equals("/large") ? 300_000 : 1_000)));
    Connection connection = crowded.connection("127.0.0.1", server.port());

    assertThat(get(connection, "/small")).startsWith("200");
    assertThat(receive(connection, new Request("/large", Map.of(), Duration.ofSeconds(5), 1 << 20)))
        .startsWith("BODY_TOO_LARGE all bodies under way hold the 1048576 bytes");
    assertThat(tight.used()).isEqualTo(1 << 20);
  }

  @Test
  void get_whileOneIsUnderWay_failsAtOnce() {
    LyingServer server = server((path, out) -> {
      Thread.sleep(Duration.ofMinutes(1));
      return false;
    });
    Connection connection = fetcher.connection("127.0.0.1", server.port());
    CompletableFuture<String> first = ask(connection, request("/", Duration.ofSeconds(30)));

    assertThat(get(connection, "/")).isEqualTo("BAD_HTTP a request is under way already");
    connection.close();
    assertThat(first.join()).startsWith("CONNECTION_FAILED");
    assertThat(get(connection, "/")).isEqualTo("BAD_HTTP this connection was closed");
  }

  private LyingServer server(LyingServer.Script script) {
    LyingServer server = new LyingServer(script);
    servers.add(server);
    return server;
  }

  private static String get(Connection connection, String path) {
    return get(connection, path, Duration.ofSeconds(10));
  }

  private static String get(Connection connection, String path, Duration timeout) {
    return receive(connection, request(path, timeout));
  }

  private static Request request(String path, Duration timeout) {
    return new Request(path, Map.of("Accept", "text/plain"), timeout, MAX_BODY);
  }

  private static String receive(Connection connection, Request request) {
    return ask(connection, request).orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** The answer as a text: status, type and body, or the failure. */
  private static CompletableFuture<String> ask(Connection connection, Request request) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    connection.get(request, new Receiver() {
      @Override
      public void received(Response response) {
        answer.complete(response.status() + " " + response.contentType() + " "
            + new String(
                response.bytes(), response.from(), response.length(), StandardCharsets.UTF_8));
      }

      @Override
      public void failed(SourceFailure failure) {
        answer.complete(failure.code() + " " + failure.getMessage());
      }
    });
    return answer;
  }

  private static byte[] gzip(int size) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] block = "a".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
      for (int written = 0; written < size; written += block.length) {
        gzip.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
