package io.adaptivelb.registry;

import java.util.Optional;

/**
 * Who serves a cluster, by name only: cheap to ask for every tick, so that files are read when a name is new. Immutable.
 *
 * @param active the active version; empty when there is none, and the analytic rung serves
 * @param canary the canary beside it
 * @param shadow the shadow beside it
 */
public record Assignment(
    Optional<VersionId> active, Optional<CanaryVersion> canary, Optional<VersionId> shadow) {
  /**
   * A canary.
   *
   * @param version which
   * @param stage how much, and for whom
   * @param scope in which
   */
  public record CanaryVersion(VersionId version, Stage.Canary stage, ServingScope scope) {}
}
