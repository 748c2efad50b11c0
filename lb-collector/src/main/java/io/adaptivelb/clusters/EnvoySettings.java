package io.adaptivelb.clusters;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What Envoys in front of a cluster see of its endpoints, from their admin interfaces.
 *
 * @param admins their addresses
 * @param cluster the cluster's name in their configuration; the cluster's own name if left out
 * @param timeout deadline of a request; 10 ms to 1 m, 2 s if left out
 * @param maxBodyBytes most that an answer may hold; 1 KiB to 256 MiB, 32 MiB if left out (an endpoint takes about 1 KiB)
 */
public record EnvoySettings(
    List<AdminSettings> admins, String cluster, Duration timeout, int maxBodyBytes) {
  private static final int DEFAULT_BODY = 32 << 20;

  /** Throws {@link IllegalArgumentException} naming what is missing, listed twice or out of range. */
  public EnvoySettings {
    admins = Defaults.list(admins);
    cluster = Defaults.or(cluster, "");
    timeout = Defaults.or(timeout, Duration.ofSeconds(2));
    maxBodyBytes = Defaults.or(maxBodyBytes, DEFAULT_BODY);
    if (admins.isEmpty()) {
      throw new IllegalArgumentException("admins is empty; name at least one admin interface");
    }
    Set<String> seen = new HashSet<>();
    for (AdminSettings admin : admins) {
      if (!seen.add(admin.address())) {
        throw new IllegalArgumentException("admins lists %s twice".formatted(admin.address()));
      }
    }
    requireInRange("timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(1));
    requireInRange("maxBodyBytes", maxBodyBytes, 1 << 10, 256 << 20);
  }

  /** Envoys that know the cluster by its own name, with the default limits. */
  public static EnvoySettings of(String... admins) {
    return new EnvoySettings(
        List.of(admins).stream().map(AdminSettings::of).toList(),
        "",
        Duration.ofSeconds(2),
        DEFAULT_BODY);
  }
}
