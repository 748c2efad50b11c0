package io.adaptivelb.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The admin REST API, the metrics page and the health checks.
 *
 * @param bind host name or address that it listens on; beyond loopback a token is demanded
 * @param port 0 for any free one
 * @param tls certificate and key; plain text without them
 * @param allowedHosts names besides localhost that a request may give this machine while everything listens on loopback:
 *     what a reverse proxy on this machine calls it
 * @param deadline a request is answered, or given up, after so long
 * @param maxBodyBytes larger bodies are refused with 413
 * @param maxModelBytes larger models are refused with 413, unpacked or not
 * @param maxConcurrentRequests more are refused with 503
 * @param idleTimeout connections without a request for this long are closed
 * @param shutdownGrace how long requests may go on when the server stops
 */
public record AdminSettings(
    String bind,
    int port,
    Optional<TlsSettings> tls,
    List<String> allowedHosts,
    Duration deadline,
    int maxBodyBytes,
    int maxModelBytes,
    int maxConcurrentRequests,
    Duration idleTimeout,
    Duration shutdownGrace) {
  /** Loopback, port 7080. */
  public static final AdminSettings DEFAULTS = new AdminSettings(
      "127.0.0.1",
      7080,
      Optional.empty(),
      List.of(),
      Duration.ofSeconds(5),
      64 << 10,
      64 << 20,
      64,
      Duration.ofSeconds(30),
      Duration.ofSeconds(2));

  /** Copies the list; throws {@link IllegalArgumentException} naming a value out of range. */
  public AdminSettings {
    Rules.text("bind", bind);
    Rules.port("port", port);
    allowedHosts = List.copyOf(allowedHosts);
    allowedHosts.forEach(host -> Rules.text("allowedHosts", host));
    Rules.within("deadline", deadline, Duration.ofMillis(100), Duration.ofMinutes(1));
    Rules.bytesWithin("maxBodyBytes", maxBodyBytes, 1 << 10, 4 << 20);
    Rules.bytesWithin("maxModelBytes", maxModelBytes, 64 << 10, 1 << 30);
    Rules.within("maxConcurrentRequests", maxConcurrentRequests, 1, 10_000);
    Rules.within("idleTimeout", idleTimeout, Duration.ofSeconds(1), Duration.ofDays(1));
    Rules.within("shutdownGrace", shutdownGrace, Duration.ZERO, Duration.ofMinutes(10));
  }
}
