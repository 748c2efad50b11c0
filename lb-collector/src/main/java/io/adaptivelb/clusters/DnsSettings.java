package io.adaptivelb.clusters;

import static io.adaptivelb.domain.Ranges.requireInRange;

import io.adaptivelb.domain.EndpointId;
import java.time.Duration;

/**
 * Members from DNS.
 *
 * @param name the name to look up
 * @param type {@code A} (with {@code AAAA}): every address is a member; {@code SRV}: the records bring the ports; A if
 *     left out
 * @param port the members' port; needed with A, not allowed with SRV
 * @param refresh time between look-ups; 100 ms to 1 h, 5 s if left out
 * @param timeout deadline of a look-up; 10 ms to 1 m, 2 s if left out
 * @param server {@code host:port} of the name server; the system's if left out
 */
public record DnsSettings(
    String name, Type type, int port, Duration refresh, Duration timeout, String server) {
  /** Which records are asked for. */
  public enum Type {
    /** Addresses, IPv4 and IPv6. */
    A,
    /** Services: name and port. */
    SRV
  }

  /** Throws {@link IllegalArgumentException} naming what is missing or out of range. */
  public DnsSettings {
    name = Defaults.or(name, "");
    type = Defaults.or(type, Type.A);
    refresh = Defaults.or(refresh, Duration.ofSeconds(5));
    timeout = Defaults.or(timeout, Duration.ofSeconds(2));
    server = Defaults.or(server, "");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name is missing; write the DNS name to look up");
    }
    if (type == Type.A) {
      requireInRange("port", port, 1, 65_535);
    } else if (port != 0) {
      throw new IllegalArgumentException(
          "port is %d; leave it out with type SRV, whose records bring it".formatted(port));
    }
    requireInRange("refresh", refresh, Duration.ofMillis(100), Defaults.ONE_HOUR);
    requireInRange("timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(1));
    if (!server.isEmpty()) {
      EndpointId.parse(server);
    }
  }
}
