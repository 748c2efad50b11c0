package io.adaptivelb.api;

import java.util.List;

/**
 * All clusters.
 *
 * @param clusters by name; copied
 */
public record ClusterList(List<ClusterDocument> clusters) {
  /** Copies the list. */
  public ClusterList {
    clusters = List.copyOf(clusters);
  }
}
