package io.adaptivelb.prediction;

import java.util.Collection;

/**
 * How far a model is believed in one cluster: its own record there. A prediction ŷ of a change y saves {@code y² − (y − ŷ)²}
 * against predicting none; both sums are decayed by half in some twelve minutes. A new cluster is given the benefit of a prior. What a
 * model costs it loses at once, what it saves it earns: {@code trust = clamp(skill / FULL_SKILL, 0, 1)}. Not thread-safe.
 */
final class Trust {
  private static final double KEPT = 0.995;
  private static final double PRIOR_ENERGY = 2;
  private static final double PRIOR_SKILL = 0.2;
  private static final double FULL_SKILL = 0.1;
  private static final double LIMIT = 2;

  private double energy;
  private double saved;

  /** A prediction that came true, or not. */
  record Settled(double predicted, double actual) {}

  /** Takes a tick's settled predictions. */
  void observe(Collection<Settled> settled) {
    energy *= KEPT;
    saved *= KEPT;
    for (Settled each : settled) {
      double actual = Math.clamp(each.actual(), -LIMIT, LIMIT);
      double miss = actual - Math.clamp(each.predicted(), -LIMIT, LIMIT);
      energy += actual * actual;
      saved += actual * actual - miss * miss;
    }
  }

  /** The share of what changed that was foretold; below 0 where it would have been better to say nothing. */
  double skill() {
    return (saved + PRIOR_SKILL * PRIOR_ENERGY) / (energy + PRIOR_ENERGY);
  }

  /** 0…1. */
  double factor() {
    return Math.clamp(skill() / FULL_SKILL, 0.0, 1.0);
  }
}
