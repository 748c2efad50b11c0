package io.adaptivelb.scoring;

import io.adaptivelb.scoring.Score.Scored;
import io.adaptivelb.scoring.Score.Source;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * The definitions of the three scores. Pure.
 *
 * <ul>
 *   <li><b>health</b> = 100 · P(error ratio ≤ threshold), from a Beta posterior over the smoothed counts of errors and
 *       requests, whose prior is worth {@value #PRIOR_REQUESTS} requests at the cluster's own median; at most 100 · (1 − p)
 *       where a model that is believed foretells a breach with the probability p; 0 while the endpoint's health checks fail.
 *   <li><b>load</b> = 100 · (1 − ρ/ρ_knee), at the load that its weight is about to bring it, where the knee is the
 *       utilisation at which waiting takes as long as service, of the endpoint as a model foretells it, else as it is. Without a CPU reading: 100 · (2 − latency over unloaded
 *       latency), which meets it at both ends.
 *   <li><b>performance</b> = 100 / (1 + (p95/objective)²): 50 at the objective, 80 at half of it. The p95 is the observed
 *       one, moved along the queueing curve to the load that is about to come; as far as a model's is believed, that one.
 * </ul>
 */
public final class Scorer {
  private static final double PRIOR_REQUESTS = 20;

  /** A little doubt remains even where the cluster never fails. */
  private static final double PRIOR_ERRORS = 0.2;

  private final ScoreSettings settings;

  /** A scorer with the given thresholds. */
  public Scorer(ScoreSettings settings) {
    this.settings = settings;
  }

  /**
   * Scores one endpoint.
   *
   * @param errors smoothed count, ≥ 0
   * @param requests smoothed count, ≥ errors
   * @param clusterErrorRatio the cluster's median; 0…1
   * @param healthy whether its health checks pass
   * @param failure foretold probability that it breaches its threshold; 0 where nobody foretells it
   * @param loadRatio planned utilisation over the knee's, ≥ 0
   * @param p95Seconds expected, or NaN where latency is unknown
   * @param clusterP95Seconds the cluster's median of it, or NaN
   * @param source whether a model had a part in what is given
   */
  public Scored score(
      double errors,
      double requests,
      double clusterErrorRatio,
      boolean healthy,
      double failure,
      double loadRatio,
      double p95Seconds,
      double clusterP95Seconds,
      Source source) {
    double threshold = Math.max(settings.errorThreshold(), Math.min(0.5, 4 * clusterErrorRatio));
    double prior = Math.min(clusterErrorRatio, threshold / 2);
    double alpha = errors + PRIOR_REQUESTS * prior + PRIOR_ERRORS;
    double beta = Math.max(0, requests - errors) + PRIOR_REQUESTS * (1 - prior);
    double serves = Math.min(RegularizedBeta.value(threshold, alpha, beta), 1 - failure);
    double health = healthy ? 100 * serves : 0;
    double objective = settings.latencyObjective().isZero()
        ? 2 * clusterP95Seconds
        : settings.latencyObjective().toNanos() * 1e-9;
    double relative = p95Seconds / objective;
    // Nobody reports latency: neither good nor bad can be said of it.
    double performance = Double.isNaN(relative) ? 50 : 100 / (1 + relative * relative);
    return new Scored(clamp(health), clamp(100 * (1 - loadRatio)), clamp(performance), source);
  }

  private static double clamp(double score) {
    return Double.isNaN(score) ? 0 : Math.clamp(score, 0.0, 100.0);
  }
}
