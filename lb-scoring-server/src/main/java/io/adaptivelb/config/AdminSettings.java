package io.adaptivelb.config;

import java.util.Optional;

/**
 * The admin REST API, the metrics page and the health checks.
 *
 * @param bind host name or address that it listens on; beyond loopback a token is demanded
 * @param port 0 for any free one
 * @param tls certificate and key; plain text without them
 */
public record AdminSettings(String bind, int port, Optional<TlsSettings> tls) {
  /** Loopback, port 7080. */
  public static final AdminSettings DEFAULTS =
      new AdminSettings("127.0.0.1", 7080, Optional.empty());

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public AdminSettings {
    Rules.text("bind", bind);
    Rules.port("port", port);
  }
}
