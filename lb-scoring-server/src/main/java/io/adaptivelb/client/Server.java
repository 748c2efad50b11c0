package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.Json;
import io.adaptivelb.cli.Lb;
import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** A server's admin API as seen from the command line. Every call has a deadline and a bound on the answer's size. */
final class Server implements AutoCloseable {
  private final URI base;
  private final Optional<String> token;
  private final Duration timeout;
  private final int maxBytes;
  private final HttpClient http;

  /** Connects to nothing yet; throws {@link UserError} when the token cannot be read. */
  Server(
      URI base,
      Optional<Path> tokenFile,
      Optional<SSLContext> tls,
      Duration timeout,
      int maxBytes) {
    this.base = base;
    this.timeout = timeout;
    this.maxBytes = maxBytes;
    this.token = tokenFile.map(Server::readToken);
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout);
    tls.ifPresent(client::sslContext);
    http = client.build();
  }

  /** Drops what is under way. */
  @Override
  public void close() {
    http.shutdownNow();
  }

  /** GET. */
  JsonNode get(String path) {
    return send(request(path).GET());
  }

  /** POST of a JSON document, with further headers. */
  JsonNode post(String path, JsonNode body, Map<String, String> headers) {
    HttpRequest.Builder request = request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString()));
    headers.forEach(request::header);
    return send(request);
  }

  /** POST of a zip file. */
  JsonNode postZip(String path, byte[] zip) {
    return send(request(path)
        .header("Content-Type", "application/zip")
        .POST(BodyPublishers.ofByteArray(zip)));
  }

  /** DELETE, with further headers. */
  JsonNode delete(String path, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).DELETE();
    headers.forEach(request::header);
    return send(request);
  }

  /** A name as part of a path; slashes stay, as the server wants them. */
  static String segment(String name) {
    return encode(name).replace("%2F", "/").replace("+", "%20");
  }

  /** A query string of the values that are there, with its question mark. */
  static String query(Map<String, @Nullable String> parameters) {
    String joined = parameters.entrySet().stream()
        .filter(entry -> entry.getValue() != null)
        .map(entry -> entry.getKey() + "=" + encode(String.valueOf(entry.getValue())))
        .sorted()
        .collect(Collectors.joining("&"));
    return joined.isEmpty() ? "" : "?" + joined;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) {
    String root = base.toString().replaceFirst("/+$", "");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
        .timeout(timeout)
        .header("Accept", "application/json")
        .header("User-Agent", "lb/" + Lb.VERSION);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  private JsonNode send(HttpRequest.Builder request) {
    CompletableFuture<Answer> pending =
        http.sendAsync(request.build(), BodyHandlers.ofInputStream()).thenApplyAsync(this::read);
    try {
      return json(pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw tooSlow(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServerError.unanswered("interrupted", e);
    } catch (ExecutionException e) {
      throw unreachable(e.getCause() == null ? e : e.getCause());
    }
  }

  private ServerError unreachable(Throwable cause) {
    if (cause instanceof ServerError error) {
      return error;
    }
    if (cause instanceof HttpTimeoutException) {
      return tooSlow(cause);
    }
    if (cause instanceof ConnectException) {
      return new ServerError(
          "no server answers at %s; start one with lb serve, or name another with --server URL or ADAPTIVELB_SERVER"
              .formatted(base),
          cause);
    }
    if (cause instanceof SSLHandshakeException) {
      return new ServerError(
          "no trust between us and %s: %s (--ca-file FILE names its authority, --cert-file and --key-file who we are)"
              .formatted(base, cause.getMessage()),
          cause);
    }
    String hint =
        "http".equals(base.getScheme()) ? " (does it speak TLS? Then name it with https)" : "";
    return ServerError.unanswered(
        "cannot talk to %s: %s%s".formatted(base, cause.getMessage(), hint), cause);
  }

  private ServerError tooSlow(Throwable cause) {
    return ServerError.unanswered(
        "%s did not answer within %d ms (--timeout)".formatted(base, timeout.toMillis()), cause);
  }

  private Answer read(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new ServerError("the answer of %s has more than %d bytes, the most that is read"
            .formatted(base, maxBytes));
      }
      return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw ServerError.unanswered("the answer broke off: " + e.getMessage(), e);
    }
  }

  private JsonNode json(Answer answer) {
    JsonNode tree;
    try {
      tree = Json.MAPPER.readTree(answer.body);
    } catch (IOException e) {
      throw new ServerError(
          "%s answers HTTP %d without JSON; is it the admin port of an adaptive-lb server?"
              .formatted(base, answer.status),
          e);
    }
    if (answer.status / 100 == 2 && tree.isObject()) {
      return tree;
    }
    String detail = tree.path("detail").asText("HTTP " + answer.status);
    String hint = answer.status == 401
        ? " (--token-file FILE, or ADAPTIVELB_TOKEN_FILE; the server's log says where it keeps them)"
        : "";
    throw new ServerError(detail + hint);
  }

  /** The tree as a document. */
  static <T> T as(JsonNode tree, Class<T> type) {
    try {
      T document = Json.MAPPER.treeToValue(tree, type);
      requireWhole(document);
      return document;
    } catch (IOException | IllegalArgumentException e) {
      throw new ServerError("the server speaks another version of the API: " + firstLine(e), e);
    }
  }

  /** Throws {@link IllegalArgumentException} where a record lacks what it always has. */
  private static void requireWhole(Object value) {
    switch (value) {
      case Record document -> {
        for (RecordComponent part : document.getClass().getRecordComponents()) {
          Object inner = component(document, part);
          if (inner != null) {
            requireWhole(inner);
          } else if (!part.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            throw new IllegalArgumentException(
                "%s has no %s".formatted(document.getClass().getSimpleName(), part.getName()));
          }
        }
      }
      case Collection<?> many -> many.forEach(Server::requireWhole);
      case Map<?, ?> many -> many.values().forEach(Server::requireWhole);
      default -> {}
    }
  }

  private static @Nullable Object component(Record document, RecordComponent part) {
    try {
      return part.getAccessor().invoke(document);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the accessors of our public records can be called", e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static String readToken(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new UserError("--token-file %s is not there".formatted(file), e);
    } catch (IOException e) {
      throw new UserError("--token-file %s cannot be read: %s".formatted(file, e), e);
    }
    return lines.stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .findFirst()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .filter(secret -> secret.chars().allMatch(c -> c > ' ' && c < 0x7f))
        .orElseThrow(() -> new UserError("--token-file %s has no token".formatted(file)));
  }

  private record Answer(int status, String body) {}
}
