package io.adaptivelb.api;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.registry.Assignment;
import io.adaptivelb.registry.VersionId;
import org.jspecify.annotations.Nullable;

/**
 * Which versions serve a cluster: its own, else those for everything.
 *
 * @param cluster the cluster
 * @param active the active version; absent when there is none, and the analytic rung serves
 * @param canary the canary beside it
 * @param shadow the shadow beside it
 * @param trial how they fare; absent where no server runs, or it has no such cluster
 */
public record ModelAssignment(
    String cluster,
    @Nullable String active,
    @Nullable Canary canary,
    @Nullable String shadow,
    @Nullable ModelTrial trial) {
  /** The document of an assignment. */
  public static ModelAssignment of(ClusterId cluster, Assignment assignment) {
    return new ModelAssignment(
        cluster.value(),
        assignment.active().map(VersionId::value).orElse(null),
        assignment
            .canary()
            .map(canary ->
                new Canary(canary.version().value(), ModelStage.of(canary.scope(), canary.stage())))
            .orElse(null),
        assignment.shadow().map(VersionId::value).orElse(null),
        null);
  }

  /** The same, with how they fare. */
  public ModelAssignment with(@Nullable ModelTrial other) {
    return new ModelAssignment(cluster, active, canary, shadow, other);
  }

  /**
   * A canary.
   *
   * @param version which
   * @param stage how much of it, for whom, and in which scope
   */
  public record Canary(String version, ModelStage stage) {}
}
