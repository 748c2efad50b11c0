package io.adaptivelb.overrides;

import io.adaptivelb.weights.EndpointWeight;

/** The ranges that several actions share. */
final class Limits {
  private Limits() {}

  static void requireWeight(String action, int weight) {
    if (weight < EndpointWeight.MIN_WEIGHT || weight > EndpointWeight.MAX_WEIGHT) {
      throw new IllegalArgumentException("%s weight %d is not in %d…%d"
          .formatted(action, weight, EndpointWeight.MIN_WEIGHT, EndpointWeight.MAX_WEIGHT));
    }
  }
}
