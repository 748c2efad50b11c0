package io.adaptivelb.explanation;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.scoring.Score;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rung;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why an endpoint has its weight. Immutable.
 *
 * <p>The contributions start from the fair share and add up to the weight exactly: {@code sum(contributions) == weight}.
 *
 * @param cluster the cluster
 * @param endpoint the endpoint
 * @param time of the snapshot that is explained
 * @param version of the snapshot that is explained
 * @param weight the published weight
 * @param status the published health status
 * @param rung where the weight comes from
 * @param score the three scores, or why there are none
 * @param contributions in the order in which they were applied: the fair share, what the estimate says, the rails, the
 *     override
 * @param counterfactuals what the weight would be if one thing were different
 * @param forecast what a model foretells; present where a forecast changed the weight
 */
public record Explanation(
    ClusterId cluster,
    EndpointId endpoint,
    Instant time,
    long version,
    int weight,
    HealthStatus status,
    Rung rung,
    Score score,
    List<Contribution> contributions,
    List<Counterfactual> counterfactuals,
    Optional<Foretold> forecast) {
  /** Copies the lists; throws {@link IllegalArgumentException} when the contributions do not add up. */
  public Explanation {
    contributions = List.copyOf(contributions);
    counterfactuals = List.copyOf(counterfactuals);
    int sum = contributions.stream().mapToInt(Contribution::weightUnits).sum();
    if (sum != weight) {
      throw new IllegalArgumentException(
          "contributions to %s add up to %d, its weight is %d".formatted(endpoint, sum, weight));
    }
  }

  /** Where no forecast changed the weight. */
  public Explanation(
      ClusterId cluster,
      EndpointId endpoint,
      Instant time,
      long version,
      int weight,
      HealthStatus status,
      Rung rung,
      Score score,
      List<Contribution> contributions,
      List<Counterfactual> counterfactuals) {
    this(
        cluster,
        endpoint,
        time,
        version,
        weight,
        status,
        rung,
        score,
        contributions,
        counterfactuals,
        Optional.empty());
  }

  /**
   * One summand of the weight.
   *
   * @param kind what sort of cause it is
   * @param name stable, for machines: {@code effective_capacity}, {@code MAX_STEP_UP}, an override's id
   * @param reason for people, with the values that matter
   * @param weightUnits signed
   */
  public record Contribution(Kind kind, String name, String reason, int weightUnits) {}

  /** The sorts of causes. */
  public enum Kind {
    /** Where every weight starts. */
    FAIR_SHARE,
    /** What the estimate says of the endpoint. */
    ESTIMATE,
    /** What a model foretells of the endpoint, feature by feature. */
    FORECAST,
    /** A safety rail that binds. */
    RAIL,
    /** A person's word. */
    OVERRIDE,
    /** Weights are integers. */
    ROUNDING
  }

  /**
   * What a model foretells.
   *
   * @param model its version
   * @param trust how far it is believed in this cluster; 0…1. The rest is as far as it is believed
   * @param demandFactor on the service demand; 1 where nothing is foretold of this endpoint, but of others
   * @param coresFactor on the effective cores
   * @param failure probability that it breaches its error threshold; 0…1
   */
  public record Foretold(
      String model, double trust, double demandFactor, double coresFactor, double failure) {}

  /**
   * What would be.
   *
   * @param condition for people: "if its service demand were the cluster's median, 12 ms"
   * @param weight the weight then
   */
  public record Counterfactual(String condition, int weight) {}
}
