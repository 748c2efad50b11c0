package io.adaptivelb.api;

import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.List;

/**
 * The endpoints of one cluster and their weights, of one moment.
 *
 * @param cluster its name
 * @param version of the snapshot
 * @param time when it was decided
 * @param rung where the weights come from
 * @param endpoints by id; copied
 */
public record EndpointList(
    String cluster, long version, Instant time, Rung rung, List<EndpointDocument> endpoints) {
  /** Copies the list. */
  public EndpointList {
    endpoints = List.copyOf(endpoints);
  }

  /** The document of a snapshot. */
  public static EndpointList of(WeightSnapshot snapshot) {
    return new EndpointList(
        snapshot.cluster().value(),
        snapshot.version(),
        snapshot.time(),
        snapshot.rung(),
        snapshot.endpoints().stream().map(EndpointDocument::of).toList());
  }
}
