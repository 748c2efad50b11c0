package io.adaptivelb.prediction;

import io.adaptivelb.capacity.Estimated;
import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.capacity.Forecast;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first rung: the analytic estimate, and what a model foretells on top of it. Estimates stay the analytic ones; the model
 * speaks through {@link #forecast} alone, as far as {@link Trust} goes and where {@link Familiarity} knows the like. Small predictions are left out: weights that move for
 * nothing cost more than they bring.
 *
 * <p>One of eight times that it would lower a weight it does not, endpoint by endpoint in turn: what a spared endpoint would have done
 * is hidden, and only so it is found out whether the model is right.
 */
public final class ModelEstimator implements Estimator {
  /** A change of the capacity, on the log scale, that is worth a weight of its own. */
  private static final double MATERIAL = 0.2;

  private static final double MAX_CHANGE = 2.5;
  private static final double LIKELY_FAILURE = 0.3;
  private static final int WITHHELD_ONE_IN = 8;

  private final ScoringModel model;
  private final ExampleMaker maker;
  private final Trust trust = new Trust();
  private final Trust failureTrust = new Trust();
  private final Familiarity familiarity;
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
    this.familiarity = new Familiarity(model.ranges());
  }

  @Override
  public Rung rung() {
    boolean trusted = trust.factor() > 0 || failureTrust.factor() > 0;
    return trusted && !familiarity.isOutOfDepth() ? Rung.MODEL : Rung.ANALYTIC;
  }

  @Override
  public void learn(Collection<EndpointObservation> tick, Instant now) {
    settle(maker.tick(tick, now));
    Map<EndpointId, Prediction> predictions = new HashMap<>();
    Map<EndpointId, Forecast> next = new HashMap<>();
    for (EndpointObservation observation : tick) {
      EndpointId id = observation.endpoint();
      FeatureVector features = maker.features().get(id);
      if (features != null && familiarity.knows(features)) {
        foretell(id, features, predictions, next);
      }
    }
    familiarity.endTick();
    forecasts = familiarity.isOutOfDepth() ? Map.of() : next;
    said.addLast(new Said(now, predictions));
    if (said.size() > 4) {
      said.removeFirst();
    }
  }

  private void foretell(
      EndpointId id,
      FeatureVector features,
      Map<EndpointId, Prediction> predictions,
      Map<EndpointId, Forecast> next) {
    double demand = known(model.predict(Target.SERVICE_DEMAND, features));
    double cores = known(model.predict(Target.EFFECTIVE_CORES, features));
    double change = material(cores - demand);
    double failure = known(model.predict(Target.FAILURE, features));
    failure = failure < LIKELY_FAILURE ? 0 : failure;
    predictions.put(id, new Prediction(change, failure));
    Spell spell = spells.computeIfAbsent(id, it -> new Spell());
    boolean under = change != 0 || failure > 0;
    spell.number += under && !spell.under ? 1 : 0;
    spell.under = under;
    boolean withheld = Math.floorMod(spell.number + id.toString().hashCode(), WITHHELD_ONE_IN) == 0;
    double believed = trust.factor();
    if (under && !withheld && believed > 0) {
      double shrink = cores == demand ? 0 : believed * change / (cores - demand);
      next.put(
          id, new Forecast(factor(shrink * demand), factor(shrink * cores), believed * failure));
    }
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

  /** Pulled towards 0 by what is too small to matter. */
  private static double material(double change) {
    double limited = Math.clamp(change, -MAX_CHANGE, MAX_CHANGE);
    return Math.abs(limited) < MATERIAL ? 0 : limited;
  }

  private static double factor(double logarithm) {
    return Math.exp(Math.clamp(logarithm, -MAX_CHANGE, MAX_CHANGE));
  }

  private static double known(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  @Override
  public Estimated estimate(EndpointId endpoint) {
    return maker.estimate(endpoint);
  }

  @Override
  public Forecast forecast(EndpointId endpoint) {
    return forecasts.getOrDefault(endpoint, Forecast.NONE);
  }

  /** How far the model is believed in this cluster, 0…1. */
  public double trust() {
    return trust.factor();
  }

  /** Which share of what the cluster shows lately is nothing that the model was trained on, 0…1; above a half it is not asked. */
  public double strangeShare() {
    return familiarity.strangeShare();
  }

  @Override
  public void retain(Collection<EndpointId> members) {
    maker.retain(members);
    spells.keySet().retainAll(members);
  }
}
