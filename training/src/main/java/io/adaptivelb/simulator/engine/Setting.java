package io.adaptivelb.simulator.engine;

import java.util.List;

/**
 * What a run consists of, apart from its traffic.
 *
 * @param servers the endpoints; not empty
 * @param proxyZones the zone of each proxy; not empty
 * @param nearSeconds time on the wire one way within a zone; ≥ 0
 * @param farSeconds the same between zones; ≥ 0
 * @param timeoutSeconds after which a proxy gives up; &gt; 0, may be infinite
 * @param errorSeconds how long a fast error takes; ≥ 0
 * @param retries how often a request whose connection failed or broke is sent to another endpoint; 0…100
 */
public record Setting(
    List<ServerSpec> servers,
    List<Integer> proxyZones,
    double nearSeconds,
    double farSeconds,
    double timeoutSeconds,
    double errorSeconds,
    int retries) {
  /** Copies the lists; throws {@link IllegalArgumentException} naming a value out of range. */
  public Setting {
    servers = List.copyOf(servers);
    proxyZones = List.copyOf(proxyZones);
    if (servers.isEmpty() || proxyZones.isEmpty()) {
      throw new IllegalArgumentException("%d servers and %d proxies; one of each is needed"
          .formatted(servers.size(), proxyZones.size()));
    }
    if (!(nearSeconds >= 0 && farSeconds >= 0 && errorSeconds >= 0 && timeoutSeconds > 0)) {
      throw new IllegalArgumentException(
          "nearSeconds %s, farSeconds %s, errorSeconds %s must be ≥ 0, timeoutSeconds %s > 0"
              .formatted(nearSeconds, farSeconds, errorSeconds, timeoutSeconds));
    }
    if (retries < 0 || retries > 100) {
      throw new IllegalArgumentException("retries is %d; it must be in 0…100".formatted(retries));
    }
  }

  /** The same without retries. */
  public Setting(
      List<ServerSpec> servers,
      List<Integer> proxyZones,
      double nearSeconds,
      double farSeconds,
      double timeoutSeconds,
      double errorSeconds) {
    this(servers, proxyZones, nearSeconds, farSeconds, timeoutSeconds, errorSeconds, 0);
  }
}
