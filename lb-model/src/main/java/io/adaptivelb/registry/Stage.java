package io.adaptivelb.registry;

import static io.adaptivelb.domain.Ranges.requireInRange;

import io.adaptivelb.rollout.Blend;

/** How far a version has come in a scope. */
public sealed interface Stage {
  /** Admitted, and nothing more. */
  Candidate CANDIDATE = new Candidate();

  /** Scores beside the active one. */
  Shadow SHADOW = new Shadow();

  /** Serves. */
  Active ACTIVE = new Active();

  /** One word, as in the history: {@code canary}. */
  String label();

  /** Admitted, and nothing more. */
  record Candidate() implements Stage {
    @Override
    public String label() {
      return "candidate";
    }
  }

  /** Scores beside the active one; nothing of it is published. */
  record Shadow() implements Stage {
    @Override
    public String label() {
      return "shadow";
    }
  }

  /**
   * Its weights are blended with the active model's.
   *
   * @param blend how much of them
   * @param percent for which share of the proxies ({@link io.adaptivelb.rollout.CanaryGroup}); 1…100
   */
  record Canary(Blend blend, int percent) implements Stage {
    /** Throws {@link IllegalArgumentException} when the share is out of range. */
    public Canary {
      requireInRange("percent", percent, 1, 100);
    }

    @Override
    public String label() {
      return "canary";
    }
  }

  /** Serves. */
  record Active() implements Stage {
    @Override
    public String label() {
      return "active";
    }
  }

  /**
   * Serves no more.
   *
   * @param rolledBack because it was bad, so that nothing falls back to it
   * @param reason why
   */
  record Retired(boolean rolledBack, String reason) implements Stage {
    @Override
    public String label() {
      return rolledBack ? "rolled back" : "retired";
    }
  }
}
