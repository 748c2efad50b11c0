package io.adaptivelb.control;

import io.adaptivelb.capacity.AnalyticEstimator;
import io.adaptivelb.capacity.Estimated;
import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.capacity.ForecastReasons;
import io.adaptivelb.capacity.ForecastReasons.Cause;
import io.adaptivelb.capacity.Outlook;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.weights.Rung;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The analytic estimate, and forecasts that a test dictates. */
final class Foreteller implements Estimator {
  final Map<EndpointId, Forecast> forecasts = new HashMap<>();
  final Map<EndpointId, List<Cause>> causes = new HashMap<>();
  final Map<EndpointId, Outlook> outlooks = new HashMap<>();
  private final AnalyticEstimator analytic;

  Foreteller(EstimationSettings settings) {
    analytic = new AnalyticEstimator(settings);
  }

  void foretell(EndpointId id, double demandFactor, double coresFactor, double failure) {
    forecasts.put(id, new Forecast(demandFactor, coresFactor, failure));
  }

  void foretellAnything(EndpointId id, Random random) {
    forecasts.put(id, anything(random));
    List<Cause> any = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      any.add(new Cause(
          "f" + i,
          "something",
          random.nextGaussian(),
          random.nextGaussian(),
          random.nextBoolean(),
          anything(random)));
    }
    causes.put(id, any);
    outlooks.put(
        id,
        new Outlook(Math.exp(5 * random.nextGaussian()), random.nextDouble(), random.nextDouble()));
  }

  private static Forecast anything(Random random) {
    return new Forecast(
        Math.exp(3 * random.nextDouble(-1, 1)),
        Math.exp(3 * random.nextDouble(-1, 1)),
        random.nextInt(10) == 0 ? 1 : random.nextInt(3) == 0 ? random.nextDouble() : 0);
  }

  void forget() {
    forecasts.clear();
    causes.clear();
    outlooks.clear();
  }

  @Override
  public Rung rung() {
    return Rung.MODEL;
  }

  @Override
  public void learn(Collection<EndpointObservation> tick, Instant now) {
    analytic.learn(tick, now);
  }

  @Override
  public Estimated estimate(EndpointId endpoint) {
    return analytic.estimate(endpoint);
  }

  @Override
  public Forecast forecast(EndpointId endpoint) {
    return forecasts.getOrDefault(endpoint, Forecast.NONE);
  }

  @Override
  public Optional<ForecastReasons> reasons(EndpointId endpoint) {
    return Optional.of(new ForecastReasons("m-1", 0.75, causes.getOrDefault(endpoint, List.of())));
  }

  @Override
  public Map<EndpointId, Outlook> outlooks(Map<EndpointId, Double> plannedRates) {
    return outlooks;
  }

  @Override
  public void retain(Collection<EndpointId> members) {
    analytic.retain(members);
  }
}
