package io.adaptivelb.prediction;

import io.adaptivelb.capacity.Estimated;
import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.capacity.ForecastReasons;
import io.adaptivelb.capacity.Outlook;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.features.FeatureVector;
import io.adaptivelb.weights.Rung;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first rung: the analytic estimate, and what a model foretells on top of it. Estimates stay the analytic ones; the model
 * speaks through {@link #forecast} alone, as far as {@link Trust} goes. Small predictions are left out: weights that move for
 * nothing cost more than they bring.
 *
 * <p>One of eight times that it would lower a weight it does not, endpoint by endpoint in turn: what a spared endpoint would have done
 * is hidden, and only so it is found out whether the model is right.
 */
public final class ModelEstimator implements Estimator {
  private static final int WITHHELD_ONE_IN = 8;

  private final ScoringModel model;
  private final ExampleMaker maker;
  private final Trust trust = new Trust();
  private final Trust failureTrust = new Trust();
  private final Prospects prospects;
  private final Map<EndpointId, Spell> spells = new HashMap<>();
  private final Deque<Said> said = new ArrayDeque<>();
  private Map<EndpointId, Forecast> forecasts = Map.of();

  /** What was predicted at a moment. */
  private record Said(Instant time, Map<EndpointId, Prediction> predictions) {}

  /** Change of the log capacity, and probability of failure; 0 where it is too small to matter. */
  private record Prediction(double change, double failure) {}

  /** A time during which something is predicted of an endpoint without a break. */
  private static final class Spell {
    private int number;
    private boolean under;
  }

  /** An estimator that has seen nothing. */
  public ModelEstimator(ClusterId cluster, EstimationSettings settings, ScoringModel model) {
    this.model = model;
    this.maker = new ExampleMaker(cluster, settings);
    this.prospects = new Prospects(model);
  }

  @Override
  public Rung rung() {
    return trust.factor() > 0 || failureTrust.factor() > 0 ? Rung.MODEL : Rung.ANALYTIC;
  }

  @Override
  public void learn(Collection<EndpointObservation> tick, Instant now) {
    settle(maker.tick(tick, now));
    Map<EndpointId, Prediction> predictions = new HashMap<>();
    Map<EndpointId, Forecast> next = new HashMap<>();
    Map<EndpointId, FeatureVector> known = new LinkedHashMap<>(tick.size() * 2);
    for (EndpointObservation observation : tick) {
      FeatureVector features = maker.features().get(observation.endpoint());
      if (features != null) {
        known.put(observation.endpoint(), features);
      }
    }
    Iterator<Foresight> seen = Foresight.of(model, known.values()).iterator();
    known.keySet().forEach(id -> foretell(id, seen.next(), predictions, next));
    forecasts = next;
    said.addLast(new Said(now, predictions));
    if (said.size() > 4) {
      said.removeFirst();
    }
  }

  private void foretell(
      EndpointId id,
      Foresight seen,
      Map<EndpointId, Prediction> predictions,
      Map<EndpointId, Forecast> next) {
    predictions.put(id, new Prediction(seen.change(), seen.failure()));
    Spell spell = spells.computeIfAbsent(id, it -> new Spell());
    boolean under = seen.isMaterial();
    spell.number += under && !spell.under ? 1 : 0;
    spell.under = under;
    double believed = trust.factor();
    if (under && believed > 0 && !withheld(id, spell)) {
      next.put(id, seen.believed(believed));
    }
  }

  private static boolean withheld(EndpointId id, Spell spell) {
    return Math.floorMod(spell.number + id.toString().hashCode(), WITHHELD_ONE_IN) == 0;
  }

  private void settle(List<Example> examples) {
    List<Trust.Settled> changes = new ArrayList<>(examples.size());
    List<Trust.Settled> failures = new ArrayList<>(examples.size());
    for (Example example : examples) {
      Prediction said = saidAt(example.time(), example.endpoint());
      if (said != null) {
        Aftermath came = example.aftermath();
        add(changes, said.change, came.of(Target.EFFECTIVE_CORES) - came.of(Target.SERVICE_DEMAND));
        add(failures, said.failure, came.of(Target.FAILURE));
      }
    }
    trust.observe(changes);
    failureTrust.observe(failures);
    prospects.settle(examples);
  }

  private @Nullable Prediction saidAt(Instant time, EndpointId endpoint) {
    for (Said moment : said) {
      if (moment.time.equals(time)) {
        return moment.predictions.get(endpoint);
      }
    }
    return null;
  }

  private static void add(List<Trust.Settled> settled, double predicted, double actual) {
    if (!Double.isNaN(actual)) {
      settled.add(new Trust.Settled(predicted, actual));
    }
  }

  @Override
  public Estimated estimate(EndpointId endpoint) {
    return maker.estimate(endpoint);
  }

  @Override
  public Forecast forecast(EndpointId endpoint) {
    return forecasts.getOrDefault(endpoint, Forecast.NONE);
  }

  @Override
  public Optional<ForecastReasons> reasons(EndpointId endpoint) {
    FeatureVector features = maker.features().get(endpoint);
    return Optional.of(
        features == null || !forecasts.containsKey(endpoint)
            ? new ForecastReasons(model.name(), trust.factor(), List.of())
            : new Reasoning(model).of(features, trust.factor()));
  }

  @Override
  public Map<EndpointId, Outlook> outlooks(Map<EndpointId, Double> plannedRates) {
    return prospects.of(plannedRates, maker.features(), maker::estimate, failureTrust.factor());
  }

  /** How far the model is believed in this cluster, 0…1. */
  public double trust() {
    return trust.factor();
  }

  @Override
  public void retain(Collection<EndpointId> members) {
    maker.retain(members);
    spells.keySet().retainAll(members);
  }
}
