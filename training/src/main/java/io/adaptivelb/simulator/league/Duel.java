package io.adaptivelb.simulator.league;

import java.util.Collection;

/**
 * Two policies in one scenario, seed by seed: the geometric mean of the quotients of their penalised p99.
 *
 * @param group the scenario's group
 * @param scenario the scenario's name
 * @param proxies how many there were
 * @param policy whose p99 is divided
 * @param rival by whose
 * @param seeds how many were played
 * @param ratio below 1 where the policy is faster
 * @param error the standard error of the ratio's logarithm; 0 where every seed gave the same
 */
public record Duel(
    String group,
    String scenario,
    int proxies,
    String policy,
    String rival,
    int seeds,
    double ratio,
    double error) {
  /** The group in which something can be learnt. */
  public static final String LEARNABLE = "learnable";

  /** What the mean of that group must not exceed. */
  public static final double AHEAD = 0.90;

  /** What no other scenario must exceed. */
  public static final double NO_WORSE = 1.02;

  private static final double NORMAL_97_5 = 1.96;

  /** The 2.5 % end of the ratio's interval. */
  public double low() {
    return ratio * StrictMath.exp(-NORMAL_97_5 * error);
  }

  /** The 97.5 % end of the ratio's interval. */
  public double high() {
    return ratio * StrictMath.exp(NORMAL_97_5 * error);
  }

  /** The geometric mean of their ratios. */
  public static double mean(Collection<Duel> duels) {
    double logs =
        duels.stream().mapToDouble(duel -> StrictMath.log(duel.ratio())).sum();
    return StrictMath.exp(logs / duels.size());
  }
}
