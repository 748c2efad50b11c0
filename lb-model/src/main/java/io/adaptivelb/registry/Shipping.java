package io.adaptivelb.registry;

import io.adaptivelb.rollout.Blend;
import io.adaptivelb.rollout.Decision;
import io.adaptivelb.rollout.Decision.Advance;
import io.adaptivelb.rollout.Decision.Hold;
import io.adaptivelb.rollout.Decision.Promote;
import io.adaptivelb.rollout.Decision.RollBack;
import java.time.Instant;

/** Makes what a rollout decides happen, durably and on record. Thread-safe. */
public final class Shipping {
  /** Who it is in the history. */
  public static final String ACTOR = "guardrails";

  private static final int MAX_REASON = 500;

  private final ModelRegistry registry;
  private final int canaryPercent;

  /**
   * Ships the versions of a registry.
   *
   * @param canaryPercent share of the proxies that get a canary, 1…100
   */
  public Shipping(ModelRegistry registry, int canaryPercent) {
    this.registry = registry;
    this.canaryPercent = canaryPercent;
  }

  /**
   * Carries out a decision; a {@link Hold} changes nothing.
   *
   * @param version the shadow or canary that it is about
   * @param now when
   * @return whether anything changed, so that a new watch must begin
   * @throws RegistryException when somebody was faster, or the registry cannot be changed
   */
  public boolean carryOut(Decision decision, VersionId version, ServingScope scope, Instant now) {
    String reason = decision instanceof RollBack back
        ? "%s: %s".formatted(back.guardrail().label(), back.reason())
        : decision.reason();
    Change change =
        new Change(ACTOR, reason.substring(0, Math.min(reason.length(), MAX_REASON)), now);
    switch (decision) {
      case Hold hold -> {
        return false;
      }
      case Advance advance -> advance(advance.to(), version, scope, change);
      case Promote promote -> registry.promote(version, scope, change);
      case RollBack rollBack -> registry.rollback(version, scope, change);
    }
    return true;
  }

  private void advance(Blend to, VersionId version, ServingScope scope, Change change) {
    if (to == Blend.ONE) {
      registry.startCanary(version, scope, canaryPercent, change);
    } else {
      registry.blend(version, scope, to, change);
    }
  }
}
