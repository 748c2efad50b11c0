package io.adaptivelb.overrides;

/**
 * What an override does to a weight. Order of application when several cover an endpoint: freeze or pin replaces the
 * brain's weight, then boost multiplies, then floor and cap bound; drain changes the health status and no weight.
 */
public sealed interface Action {
  /**
   * This weight, whatever the brain says.
   *
   * @param weight 1…10 000
   */
  record Pin(int weight) implements Action {
    /** Throws {@link IllegalArgumentException} when out of range. */
    public Pin {
      Limits.requireWeight("pin", weight);
    }
  }

  /**
   * At least this weight.
   *
   * @param weight 1…10 000
   */
  record Floor(int weight) implements Action {
    /** Throws {@link IllegalArgumentException} when out of range. */
    public Floor {
      Limits.requireWeight("floor", weight);
    }
  }

  /**
   * At most this weight.
   *
   * @param weight 1…10 000
   */
  record Cap(int weight) implements Action {
    /** Throws {@link IllegalArgumentException} when out of range. */
    public Cap {
      Limits.requireWeight("cap", weight);
    }
  }

  /** No new requests; those under way finish. */
  record Drain() implements Action {}

  /**
   * The brain's weight times a factor.
   *
   * @param factor 0.01…100
   */
  record Boost(double factor) implements Action {
    /** Throws {@link IllegalArgumentException} when out of range. */
    public Boost {
      if (!(factor >= 0.01 && factor <= 100)) {
        throw new IllegalArgumentException("boost factor %s is not in 0.01…100".formatted(factor));
      }
    }
  }

  /** The weight that was published when the freeze began; the fast path is held too, failed health checks are not. */
  record Freeze() implements Action {}
}
