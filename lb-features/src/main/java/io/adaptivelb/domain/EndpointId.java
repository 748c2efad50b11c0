package io.adaptivelb.domain;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Where an endpoint listens: the identity under which telemetry, weights and proxies meet.
 *
 * @param host a host name or an IP address, without brackets
 * @param port 1 to 65535
 */
public record EndpointId(String host, int port) implements Comparable<EndpointId> {
  private static final int MAX_HOST_LENGTH = 253;
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Comparator<EndpointId> ORDER =
      Comparator.comparing(EndpointId::host).thenComparingInt(EndpointId::port);

  /** Throws {@link IllegalArgumentException} when host or port break the rules above. */
  public EndpointId {
    Names.requireName("host", host, MAX_HOST_LENGTH);
    if (host.indexOf('[') >= 0 || host.indexOf(']') >= 0) {
      throw new IllegalArgumentException(
          "host name %s has brackets; an IPv6 address is written without them here"
              .formatted(Names.quote(host)));
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port %d is not in 1…65535".formatted(port));
    }
  }

  /**
   * Parses {@code host:port}, {@code 10.0.0.1:80} or {@code [::1]:80}.
   *
   * @throws IllegalArgumentException naming the text and what is wrong with it
   */
  public static EndpointId parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "endpoint %s has no port; write host:port".formatted(Names.quote(text)));
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "endpoint %s: write an IPv6 address in brackets, [::1]:80".formatted(Names.quote(text)));
    }
    return new EndpointId(host, parsePort(text, text.substring(colon + 1)));
  }

  private static int parsePort(String text, String port) {
    if (!PORT.matcher(port).matches()) {
      throw new IllegalArgumentException(
          "endpoint %s: the port is not a number in 1…65535".formatted(Names.quote(text)));
    }
    return Integer.parseInt(port);
  }

  @Override
  public int compareTo(EndpointId other) {
    return ORDER.compare(this, other);
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
