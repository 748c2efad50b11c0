package io.adaptivelb.capacity;

import java.util.List;

/**
 * Why a {@link Forecast} is what it is. Immutable.
 *
 * @param model version of the model that foretells
 * @param trust how far it is believed in this cluster; 0…1
 * @param causes the features that made it say so; empty where it says nothing of the endpoint. What their shares lack to 1 is what
 *     it says on average
 */
public record ForecastReasons(String model, double trust, List<Cause> causes) {
  /** Copies the list. */
  public ForecastReasons {
    causes = List.copyOf(causes);
  }

  /**
   * One feature.
   *
   * @param feature its name
   * @param words its value, for people
   * @param capacityShare its part of the foretold change of the log capacity; signed, may exceed 1
   * @param failureShare its part of the foretold failure; signed, may exceed 1
   * @param unusual whether the value differs from the usual one
   * @param otherwise what would be foretold if it were as usual, as far as it is believed
   */
  public record Cause(
      String feature,
      String words,
      double capacityShare,
      double failureShare,
      boolean unusual,
      Forecast otherwise) {}
}
