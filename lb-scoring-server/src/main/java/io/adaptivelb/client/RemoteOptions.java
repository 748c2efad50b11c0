package io.adaptivelb.client;

import io.adaptivelb.cli.UserError;
import io.dropwizard.util.Duration;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the server is, and how to print: the options of every command that talks to one. */
final class RemoteOptions {
  private static final int MAX_ANSWER_BYTES = 64 << 20;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:ADAPTIVELB_SERVER:-http://127.0.0.1:7080}",
      description = "The server's admin API (or ADAPTIVELB_SERVER). Default: http://127.0.0.1:7080")
  private String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      defaultValue = "${env:ADAPTIVELB_TOKEN_FILE}",
      description = "A file with the token (or ADAPTIVELB_TOKEN_FILE).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "Give up after so long. Default: ${DEFAULT-VALUE}")
  private String timeout;

  @Option(names = "--json", description = "Print the server's JSON.")
  private boolean json;

  @Mixin
  private TlsOptions tls;

  boolean json() {
    return json;
  }

  /** Connects to nothing yet. */
  Server server() {
    URI uri;
    try {
      uri = URI.create(server);
    } catch (IllegalArgumentException e) {
      throw new UserError("--server \"%s\" is not a URL".formatted(server), e);
    }
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw new UserError(
          "--server \"%s\" is not a URL like http://127.0.0.1:7080".formatted(server));
    }
    return new Server(
        uri,
        Optional.ofNullable(tokenFile),
        tls.context(),
        duration("--timeout", timeout),
        MAX_ANSWER_BYTES);
  }

  /** A duration as people write it; throws {@link UserError} naming the option. */
  static java.time.Duration duration(String option, String text) {
    java.time.Duration duration;
    try {
      duration = Duration.parse(text).toJavaDuration();
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "%s \"%s\" is not a duration; write 90s, 30m, 2h or 1d".formatted(option, text), e);
    }
    if (!duration.isPositive() || duration.toDays() > 36_500) {
      throw new UserError("%s \"%s\" is not in 1ns…36500d".formatted(option, text));
    }
    return duration;
  }
}
