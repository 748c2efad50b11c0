package io.adaptivelb.prediction;

import io.adaptivelb.rollout.Skill;
import java.util.Collection;

/**
 * How far a model is believed in one cluster: its own record there, which it has to earn. A prediction ŷ of a change y saves {@code
 * y² − (y − ŷ)²} against predicting none; where that is negative it cost so much. Both sums are decayed by half in some twelve
 * minutes:
 *
 * <pre>  trust = clamp(2 · (saved − 2·cost − 1) / (saved + cost), 0, 1)</pre>
 *
 * What cannot be foretold counts for nothing, a false alarm counts twice, and the first few lucky hits are not enough. Not
 * thread-safe.
 */
final class Trust {
  private static final double KEPT = 0.995;
  private static final double COST_COUNTS = 2;
  private static final double TO_BE_EARNED = 1;
  private static final double LIMIT = 2;

  private double saved;
  private double cost;

  /** A prediction that came true, or not. */
  record Settled(double predicted, double actual) {}

  /** Takes a tick's settled predictions. */
  void observe(Collection<Settled> settled) {
    saved *= KEPT;
    cost *= KEPT;
    for (Settled each : settled) {
      double actual = Math.clamp(each.actual(), -LIMIT, LIMIT);
      double miss = actual - Math.clamp(each.predicted(), -LIMIT, LIMIT);
      double gain = actual * actual - miss * miss;
      saved += Math.max(0, gain);
      cost += Math.max(0, -gain);
    }
  }

  /** What the predictions of the last minutes saved and cost. */
  Skill skill() {
    return new Skill(saved, cost);
  }

  /** 0…1. */
  double factor() {
    double balance = saved - COST_COUNTS * cost - TO_BE_EARNED;
    return balance <= 0 ? 0 : Math.min(1, 2 * balance / (saved + cost));
  }
}
