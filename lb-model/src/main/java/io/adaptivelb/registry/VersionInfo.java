package io.adaptivelb.registry;

import java.util.Map;

/**
 * A version in a list. Immutable.
 *
 * @param version its name
 * @param stages where it went, by scope; empty for a candidate
 */
public record VersionInfo(VersionId version, Map<ServingScope, Stage> stages) {
  /** Copies the map. */
  public VersionInfo {
    stages = Map.copyOf(stages);
  }
}
