package io.adaptivelb.api;

import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rail;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint and its weight in force.
 *
 * @param endpoint {@code host:port}
 * @param locality {@code region/zone/subZone}; empty when unknown
 * @param labels what discovery knows besides
 * @param weight 1…10 000; 1,000 is a fair share
 * @param status what proxies are told
 * @param scores absent when it could not be scored
 * @param unscoredReason why there are no scores
 * @param rails the safety rails that bind
 * @param overrideId the override that won
 */
public record EndpointDocument(
    String endpoint,
    String locality,
    Map<String, String> labels,
    int weight,
    HealthStatus status,
    @Nullable Scores scores,
    @Nullable String unscoredReason,
    List<Rail> rails,
    @Nullable String overrideId) {
  /** Copies the collections. */
  public EndpointDocument {
    labels = Map.copyOf(labels);
    rails = List.copyOf(rails);
  }

  /** The document of a line of a snapshot. */
  public static EndpointDocument of(EndpointWeight line) {
    return new EndpointDocument(
        line.id().toString(),
        line.endpoint().locality().toString(),
        line.endpoint().labels(),
        line.weight(),
        line.status(),
        Scores.of(line.score()),
        Scores.reason(line.score()),
        line.rails().stream().sorted().toList(),
        line.overrideId().orElse(null));
  }
}
