package io.adaptivelb.rollout;

import static io.adaptivelb.domain.Ranges.requireInRange;

/**
 * A model's own record in a cluster: its predictions against what came of them, in squares of the logarithm, of the last
 * minutes. It is kept in the shadow too, where nothing of them was published. Immutable.
 *
 * @param saved by the predictions that were better than predicting no change; ≥ 0
 * @param cost of those that were worse; ≥ 0
 */
public record Skill(double saved, double cost) {
  /** Nothing was predicted. */
  public static final Skill NONE = new Skill(0, 0);

  /** Throws {@link IllegalArgumentException} when a value is negative or not a number. */
  public Skill {
    requireInRange("saved", saved, 0, 1e12);
    requireInRange("cost", cost, 0, 1e12);
  }

  /** Both together. */
  public Skill plus(Skill other) {
    return new Skill(saved + other.saved, cost + other.cost);
  }

  /** Whether it clearly does harm: it cost twice what it saved, and lost more than {@code maxLoss}. */
  public boolean harmful(double maxLoss) {
    return cost > 2 * saved && cost - saved > maxLoss;
  }
}
