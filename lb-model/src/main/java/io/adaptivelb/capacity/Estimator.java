package io.adaptivelb.capacity;

import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.weights.Rung;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A rung of the fallback ladder that says what endpoints can do. The analytic one is {@link AnalyticEstimator}; learned
 * models are others that wrap it and fall back to it.
 *
 * <p>Belongs to one cluster and one thread.
 */
public interface Estimator {
  /** The rung that its estimates stand on. */
  Rung rung();

  /**
   * Learns from one tick: at most one observation an endpoint; members without one are left out.
   *
   * @param now when the tick ends, and the weights that follow from it begin
   */
  void learn(Collection<EndpointObservation> tick, Instant now);

  /** What it believes of an endpoint now. */
  Estimated estimate(EndpointId endpoint);

  /** What it expects to be otherwise by the time the next weights are in force. */
  default Forecast forecast(EndpointId endpoint) {
    return Forecast.NONE;
  }

  /** A second opinion, to compare with; empty when there is none. */
  default Optional<SecondOpinion> second() {
    return Optional.empty();
  }

  /**
   * Why it expects that: computed when asked, which may take milliseconds.
   *
   * @return empty where no model speaks
   */
  default Optional<ForecastReasons> reasons(EndpointId endpoint) {
    return Optional.empty();
  }

  /**
   * What it expects to be seen of endpoints in the next window.
   *
   * @param plannedRates requests per second that each is about to get
   * @return of those that it expects something of
   */
  default Map<EndpointId, Outlook> outlooks(Map<EndpointId, Double> plannedRates) {
    return Map.of();
  }

  /** Forgets all endpoints but these. */
  void retain(Collection<EndpointId> members);
}
