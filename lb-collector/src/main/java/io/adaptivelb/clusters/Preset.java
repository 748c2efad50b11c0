package io.adaptivelb.clusters;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Mappings for pages that well-known software writes; each is a YAML file beside this class, in the form that a user
 * writes his own in. The tests read real pages with them.
 */
public enum Preset {
  /** Spring Boot with Micrometer's Prometheus registry. */
  MICROMETER("/actuator/prometheus"),
  /** The Prometheus Java client with its JVM metrics, and the usual names for requests. */
  PROMETHEUS_JAVA("/metrics"),
  /** Prometheus' node exporter: meters only, a further page beside one that counts requests. */
  NODE_EXPORTER("/metrics"),
  /** A sidecar Envoy's {@code /stats/prometheus}: what its listeners serve. */
  ENVOY("/stats/prometheus");

  private final String path;

  Preset(String path) {
    this.path = path;
  }

  /** Where such a page usually is. */
  public String path() {
    return path;
  }

  /** What its series mean. */
  public MappingSettings mapping() {
    String file = name().toLowerCase(Locale.ROOT) + ".yaml";
    YAMLMapper mapper = YAMLMapper.builder()
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
    try (InputStream yaml = Preset.class.getResourceAsStream(file)) {
      if (yaml == null) {
        throw new IllegalStateException("the resource " + file + " is missing");
      }
      return mapper.readValue(yaml, MappingSettings.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + file, e);
    }
  }

  static String names() {
    return Arrays.stream(values()).map(Preset::name).collect(Collectors.joining(", "));
  }
}
