package io.adaptivelb.admin;

import java.time.Duration;
import java.util.Set;

/**
 * The bounds of the admin API.
 *
 * @param build the version of the program, shown in the status
 * @param loopbackOnly whether every listener of the server is on loopback: then a request must name this machine as its
 *     host, so that a web page cannot reach the server through a name of its own
 * @param allowedHosts further host names that a request may name then
 * @param deadline a request is answered, or given up, after so long; positive
 * @param maxBodyBytes the largest body, but for a model
 * @param maxModelBytes the largest model that is taken or given, unpacked
 * @param maxConcurrent so many requests may be under way at once
 */
public record AdminLimits(
    String build,
    boolean loopbackOnly,
    Set<String> allowedHosts,
    Duration deadline,
    int maxBodyBytes,
    int maxModelBytes,
    int maxConcurrent) {
  /** Throws {@link IllegalArgumentException} naming the value that is out of bounds. */
  public AdminLimits {
    allowedHosts = Set.copyOf(allowedHosts);
    if (!deadline.isPositive()) {
      throw new IllegalArgumentException("deadline %s is not positive".formatted(deadline));
    }
    if (maxBodyBytes < 1 || maxModelBytes < 1 || maxConcurrent < 1) {
      throw new IllegalArgumentException(
          "maxBodyBytes %d, maxModelBytes %d and maxConcurrent %d must be positive"
              .formatted(maxBodyBytes, maxModelBytes, maxConcurrent));
    }
  }

  /** 5 s, bodies of 64 KiB, models of 64 MiB, 64 requests at once. */
  public static AdminLimits of(String build, boolean loopbackOnly) {
    return new AdminLimits(
        build, loopbackOnly, Set.of(), Duration.ofSeconds(5), 64 << 10, 64 << 20, 64);
  }
}
