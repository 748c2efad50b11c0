package io.adaptivelb.clusters;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page with metrics that every endpoint of a cluster has.
 *
 * @param port its port; 0, or left out: the endpoint's own
 * @param path its path; {@code /metrics} if left out
 * @param preset what the series mean, by the name of who writes the page; exactly one of preset and mapping is set
 * @param mapping what they mean, in full
 * @param headers sent with every request, {@code Authorization} for example
 * @param tls how to speak TLS with it; plain text if left out
 */
public record PageSettings(
    int port,
    String path,
    @Nullable Preset preset,
    @Nullable MappingSettings mapping,
    Map<String, String> headers,
    @Nullable TlsSettings tls) {
  /** The page of a program that uses a well-known library, at its usual place. */
  public static PageSettings of(Preset preset) {
    return new PageSettings(0, preset.path(), preset, null, Map.of(), null);
  }

  /** Throws {@link IllegalArgumentException} naming what is out of range or set together. */
  public PageSettings {
    requireInRange("port", port, 0, 65_535);
    path = Defaults.or(path, preset == null ? "/metrics" : preset.path());
    headers = Defaults.map(headers);
    if (Defaults.count(preset, mapping) != 1) {
      throw new IllegalArgumentException(
          "%d of preset and mapping are set; exactly one must be. Presets: %s"
              .formatted(Defaults.count(preset, mapping), Preset.names()));
    }
    if (!path.matches("/[\\x21-\\x7e]*")) {
      throw new IllegalArgumentException(
          "path is \"%s\"; it must start with / and have no spaces".formatted(path));
    }
    headers.forEach((name, value) -> {
      if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || !value.matches("[\\x20-\\x7e]*")) {
        throw new IllegalArgumentException(
            "headers: \"%s\" is no HTTP header name, or its value has characters outside ASCII"
                .formatted(name));
      }
      if (name.toLowerCase(Locale.ROOT).equals("host")) {
        throw new IllegalArgumentException("headers: Host is set from the endpoint's address");
      }
    });
  }

  /** What the page's series mean. */
  public MappingSettings resolvedMapping() {
    if (mapping != null) {
      return mapping;
    }
    if (preset == null) {
      throw new IllegalStateException("a page has a preset or a mapping");
    }
    return preset.mapping();
  }
}
