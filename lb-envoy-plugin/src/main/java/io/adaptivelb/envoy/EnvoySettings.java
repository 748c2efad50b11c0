package io.adaptivelb.envoy;

import io.adaptivelb.config.TlsSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * The section {@code envoy} of the configuration: the xDS server that Envoys and proxyless gRPC clients connect to.
 *
 * @param enabled whether it runs at all
 * @param bind host name or address that it listens on; beyond loopback a token is demanded
 * @param port 0 for any free one
 * @param tls certificate and key; plain text without them
 * @param maxRequestBytes larger requests end their stream
 * @param maxStreams more are refused
 * @param pushJitter the longest that a change of weights alone waits, by chance, before it goes to a proxy, so that not all
 *     of them rebuild their schedules in one instant; a change of members or health never waits
 * @param keepAliveInterval the server pings a silent connection after this time
 * @param keepAliveTimeout a connection that does not answer a ping for this long is closed
 */
public record EnvoySettings(
    boolean enabled,
    String bind,
    int port,
    Optional<TlsSettings> tls,
    int maxRequestBytes,
    int maxStreams,
    Duration pushJitter,
    Duration keepAliveInterval,
    Duration keepAliveTimeout) {
  /** Loopback, port 18000, no jitter. */
  public static final EnvoySettings DEFAULTS = new EnvoySettings(
      true,
      "127.0.0.1",
      18_000,
      Optional.empty(),
      4 << 20,
      5_000,
      Duration.ZERO,
      Duration.ofSeconds(30),
      Duration.ofSeconds(10));

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public EnvoySettings {
    if (bind.isBlank()) {
      throw new IllegalArgumentException("bind is empty");
    }
    within("port", port, 0, 65_535);
    within("maxRequestBytes", maxRequestBytes, 64 << 10, 64 << 20);
    within("maxStreams", maxStreams, 1, 100_000);
    within("pushJitter", pushJitter, Duration.ZERO, Duration.ofSeconds(5));
    within("keepAliveInterval", keepAliveInterval, Duration.ofSeconds(1), Duration.ofDays(1));
    within("keepAliveTimeout", keepAliveTimeout, Duration.ofSeconds(1), Duration.ofDays(1));
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d; it must be in %d…%d".formatted(name, value, least, most));
    }
  }

  private static void within(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s is %s; it must be in %s…%s".formatted(name, value, least, most));
    }
  }
}
