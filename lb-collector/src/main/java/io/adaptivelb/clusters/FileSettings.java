package io.adaptivelb.clusters;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Members from a YAML or JSON file that holds a list of {@link EndpointSettings} (or of plain {@code host:port} texts),
 * read again whenever it changes.
 *
 * @param path the file
 * @param refresh how often its time and size are looked at; 50 ms to 1 h, 1 s if left out
 */
public record FileSettings(Path path, Duration refresh) {
  /** Throws {@link IllegalArgumentException} naming what is missing or out of range. */
  public FileSettings {
    refresh = Defaults.or(refresh, Duration.ofSeconds(1));
    path = Defaults.or(path, Path.of(""));
    if (path.toString().isEmpty()) {
      throw new IllegalArgumentException("path is missing; name the file that lists the endpoints");
    }
    requireInRange("refresh", refresh, Duration.ofMillis(50), Defaults.ONE_HOUR);
  }
}
