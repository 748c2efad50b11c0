package io.adaptivelb.xds;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import java.time.Duration;

/**
 * How the xDS server listens.
 *
 * @param bind host name or address
 * @param port 0 for any free one
 * @param credentials plain text or TLS
 * @param maxRequestBytes larger requests end their stream with RESOURCE_EXHAUSTED
 * @param maxStreams more are refused with RESOURCE_EXHAUSTED
 * @param pushJitter the longest that a change of weights alone waits, by chance, on each stream; 0 for not at all
 * @param firstRequestTimeout a stream on which nothing was asked for so long is ended
 * @param keepAliveInterval a silent connection is pinged after this time
 * @param keepAliveTimeout a connection that does not answer a ping for this long is closed
 */
public record XdsOptions(
    String bind,
    int port,
    ServerCredentials credentials,
    int maxRequestBytes,
    int maxStreams,
    Duration pushJitter,
    Duration firstRequestTimeout,
    Duration keepAliveInterval,
    Duration keepAliveTimeout) {
  /** Plain text on any free port of loopback. */
  public static XdsOptions onLoopback() {
    return new XdsOptions(
        "127.0.0.1",
        0,
        InsecureServerCredentials.create(),
        4 << 20,
        5_000,
        Duration.ZERO,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10));
  }
}
