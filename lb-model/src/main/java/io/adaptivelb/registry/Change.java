package io.adaptivelb.registry;

import java.time.Instant;

/**
 * Who changes the registry, why and when.
 *
 * @param actor a person, or the part of the program that decided; 1…100 characters
 * @param reason 1…500 characters
 * @param time when
 */
public record Change(String actor, String reason, Instant time) {
  /** Throws {@link IllegalArgumentException} naming what breaks the rules above. */
  public Change {
    Rules.requireText("actor", actor, 100);
    Rules.requireText("reason", reason, 500);
  }
}
