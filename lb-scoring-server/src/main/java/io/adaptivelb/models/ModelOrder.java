package io.adaptivelb.models;

import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.VersionId;
import io.adaptivelb.rollout.Blend;

/**
 * Where a version shall stand.
 *
 * @param version which
 * @param scope for whom
 * @param target where
 */
public record ModelOrder(VersionId version, ServingScope scope, Target target) {
  /** Where a version shall stand. */
  public sealed interface Target {
    /** It scores beside the active one. */
    record Shadow() implements Target {}

    /**
     * At 1 %.
     *
     * @param percent of the proxies that get it, 1…100
     */
    record Canary(int percent) implements Target {}

    /**
     * Another step of the canary.
     *
     * @param to which
     */
    record Step(Blend to) implements Target {}

    /** It serves. */
    record Active() implements Target {}

    /** Out, because it is bad; what served before comes back. */
    record RolledBack() implements Target {}

    /** Out, for another reason; nothing takes its place. */
    record Retired() implements Target {}

    /** Whether a version comes into a scope by that, and does not move within it or leave it. */
    default boolean enters() {
      return this instanceof Shadow || this instanceof Canary || this instanceof Active;
    }
  }
}
