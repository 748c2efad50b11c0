package io.adaptivelb.registry;

import java.util.Map;
import java.util.Optional;

/**
 * One change of the registry, for people and for the audit log. Immutable.
 *
 * @param sequence rising
 * @param action {@code admit}, {@code shadow}, {@code canary}, {@code blend}, {@code promote}, {@code rollback}, {@code
 *     retire} or {@code remove}
 * @param version what it is about
 * @param scope where; empty for {@code admit} and {@code remove}
 * @param stages every version whose stage it changed, with the new one
 * @param change who, why and when
 */
public record Transition(
    long sequence,
    String action,
    VersionId version,
    Optional<ServingScope> scope,
    Map<VersionId, Stage> stages,
    Change change) {
  /** Copies the map. */
  public Transition {
    stages = Map.copyOf(stages);
  }
}
