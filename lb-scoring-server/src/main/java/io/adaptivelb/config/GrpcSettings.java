package io.adaptivelb.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The gRPC API.
 *
 * @param bind host name or address that it listens on; beyond loopback a token is demanded
 * @param port 0 for any free one
 * @param tls certificate and key; plain text without them
 * @param maxRequestBytes larger requests are refused with RESOURCE_EXHAUSTED
 * @param maxStreamsPerConnection calls and watches that one connection may have open; more wait at the client
 * @param keepAliveInterval the server pings a silent connection after this time
 * @param keepAliveTimeout a connection that does not answer a ping for this long is closed
 * @param minClientPingInterval clients that ping more often are disconnected
 * @param maxConnectionAge connections are asked to reconnect after about this time, so that load spreads over replicas
 * @param maxConnectionIdle connections without a call for this long are closed
 * @param explainDeadline the longest that ExplainWeight may take
 * @param shutdownGrace how long calls may go on when the server stops
 */
public record GrpcSettings(
    String bind,
    int port,
    Optional<TlsSettings> tls,
    int maxRequestBytes,
    int maxStreamsPerConnection,
    Duration keepAliveInterval,
    Duration keepAliveTimeout,
    Duration minClientPingInterval,
    Duration maxConnectionAge,
    Duration maxConnectionIdle,
    Duration explainDeadline,
    Duration shutdownGrace) {
  /** Loopback, port 7070. */
  public static final GrpcSettings DEFAULTS = new GrpcSettings(
      "127.0.0.1",
      7070,
      Optional.empty(),
      64 << 10,
      1_000,
      Duration.ofSeconds(60),
      Duration.ofSeconds(20),
      Duration.ofSeconds(10),
      Duration.ofMinutes(30),
      Duration.ofMinutes(10),
      Duration.ofSeconds(2),
      Duration.ofSeconds(5));

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public GrpcSettings {
    Rules.text("bind", bind);
    Rules.port("port", port);
    Rules.bytesWithin("maxRequestBytes", maxRequestBytes, 1 << 10, 4 << 20);
    Rules.within("maxStreamsPerConnection", maxStreamsPerConnection, 1, 1_000_000);
    Duration day = Duration.ofDays(1);
    Rules.within("keepAliveInterval", keepAliveInterval, Duration.ofSeconds(1), day);
    Rules.within("keepAliveTimeout", keepAliveTimeout, Duration.ofSeconds(1), day);
    Rules.within("minClientPingInterval", minClientPingInterval, Duration.ofSeconds(1), day);
    Rules.within("maxConnectionAge", maxConnectionAge, Duration.ofSeconds(10), day);
    Rules.within("maxConnectionIdle", maxConnectionIdle, Duration.ofSeconds(10), day);
    Rules.within("explainDeadline", explainDeadline, Duration.ofMillis(10), Duration.ofMinutes(1));
    Rules.within("shutdownGrace", shutdownGrace, Duration.ZERO, Duration.ofMinutes(10));
  }
}
