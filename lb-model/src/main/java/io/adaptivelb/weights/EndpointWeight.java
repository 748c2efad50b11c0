package io.adaptivelb.weights;

import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.scoring.Score;
import java.util.Optional;
import java.util.Set;

/**
 * One endpoint's line of a {@link WeightSnapshot}. Immutable.
 *
 * @param endpoint who
 * @param weight 1…10 000; {@link WeightSnapshot#FAIR_SHARE} is a fair share of the traffic
 * @param computed the weight without the override that won: what the loop goes on from; the same where none did
 * @param status what proxies are told of it
 * @param score why, in three numbers, or why there are none
 * @param rails those that bind; copied
 * @param overrideId the override that won, if any
 */
public record EndpointWeight(
    Endpoint endpoint,
    int weight,
    int computed,
    HealthStatus status,
    Score score,
    Set<Rail> rails,
    Optional<String> overrideId) {
  /** The least weight: proxies refuse 0. */
  public static final int MIN_WEIGHT = 1;

  /** The largest weight. */
  public static final int MAX_WEIGHT = 10_000;

  /** Throws {@link IllegalArgumentException} when a weight is out of range. */
  public EndpointWeight {
    requireWeight(endpoint, weight);
    requireWeight(endpoint, computed);
    rails = Set.copyOf(rails);
  }

  /** A line without an override. */
  public EndpointWeight(
      Endpoint endpoint, int weight, HealthStatus status, Score score, Set<Rail> rails) {
    this(endpoint, weight, weight, status, score, rails, Optional.empty());
  }

  private static void requireWeight(Endpoint endpoint, int weight) {
    if (weight < MIN_WEIGHT || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException("endpoint %s: weight %d is not in %d…%d"
          .formatted(endpoint.id(), weight, MIN_WEIGHT, MAX_WEIGHT));
    }
  }

  /** The endpoint's id. */
  public EndpointId id() {
    return endpoint.id();
  }
}
