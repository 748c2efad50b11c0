package io.adaptivelb.overrides;

import java.time.Instant;

/**
 * A person's say over the brain's weights: who, what, why, and until when. Immutable.
 *
 * <p>When several cover an endpoint, the narrower scope wins for each kind of action, then the later {@code created}.
 *
 * @param id unique
 * @param scope what it applies to
 * @param action what it does
 * @param owner who answers for it; 1…100 characters
 * @param reason why; 1…500 characters
 * @param created when it was given
 * @param expires when it ends by itself; after {@code created}
 */
public record WeightOverride(
    String id,
    Scope scope,
    Action action,
    String owner,
    String reason,
    Instant created,
    Instant expires) {
  /** Throws {@link IllegalArgumentException} naming what breaks the rules above. */
  public WeightOverride {
    requireText("owner", owner, 100);
    requireText("reason", reason, 500);
    if (!expires.isAfter(created)) {
      throw new IllegalArgumentException(
          "expiry %s is not after the creation %s".formatted(expires, created));
    }
  }

  /** Whether it is in force. */
  public boolean activeAt(Instant now) {
    return now.isBefore(expires);
  }

  private static void requireText(String name, String text, int max) {
    if (text.isBlank() || text.length() > max) {
      throw new IllegalArgumentException(
          "%s has %d characters; 1…%d are needed".formatted(name, text.strip().length(), max));
    }
  }
}
