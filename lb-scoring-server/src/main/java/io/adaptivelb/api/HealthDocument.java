package io.adaptivelb.api;

import com.fasterxml.jackson.annotation.JsonValue;
import io.adaptivelb.api.StatusDocument.Check;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Health checks by name; in JSON, the map alone.
 *
 * @param checks sorted by name; copied
 */
public record HealthDocument(@JsonValue Map<String, Check> checks) {
  /** Copies the map. */
  public HealthDocument {
    checks = Collections.unmodifiableMap(new TreeMap<>(checks));
  }
}
