package io.adaptivelb.prediction;

import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.features.FeatureVector;
import io.adaptivelb.rollout.Skill;
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
 * One model in one cluster: what it foretells, and its record there, which grows whether anybody follows it or not. Small
 * predictions are left out: weights that move for nothing cost more than they bring. Not thread-safe.
 *
 * <p>One of eight times that it would lower a weight it does not, endpoint by endpoint in turn: what a spared endpoint would have done
 * is hidden, and only so it is found out whether the model is right.
 */
final class Forecaster {
  /** A change of the capacity, on the log scale, that is worth a weight of its own. */
  private static final double MATERIAL = 0.2;

  private static final double MAX_CHANGE = 2.5;
  private static final double LIKELY_FAILURE = 0.3;
  private static final int WITHHELD_ONE_IN = 8;

  private final ScoringModel model;
  private final Belief belief;
  private final Trust trust = new Trust();
  private final Trust failureTrust = new Trust();
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

  /** One without a record. */
  Forecaster(ScoringModel model, Belief belief) {
    this.model = model;
    this.belief = belief;
  }

  /** Whether it is that model, so that its record goes on. */
  boolean speaksFor(ScoringModel other, Belief how) {
    return model.name().equals(other.name()) && belief == how;
  }

  /** Settles what it said before, and says what comes next. */
  void learn(
      Collection<EndpointObservation> tick,
      Map<EndpointId, FeatureVector> features,
      List<Example> complete,
      Instant now) {
    settle(complete);
    Map<EndpointId, Prediction> predictions = new HashMap<>();
    Map<EndpointId, Forecast> next = new HashMap<>();
    for (EndpointObservation observation : tick) {
      EndpointId id = observation.endpoint();
      FeatureVector vector = features.get(id);
      if (vector != null) {
        foretell(id, vector, predictions, next);
      }
    }
    forecasts = next;
    said.addLast(new Said(now, predictions));
    if (said.size() > 4) {
      said.removeFirst();
    }
  }

  /** What it expects of an endpoint, as far as it is believed. */
  Forecast forecast(EndpointId endpoint) {
    return forecasts.getOrDefault(endpoint, Forecast.NONE);
  }

  /** Whether anything that it says may count. */
  boolean believed() {
    return trust() > 0 || (belief == Belief.EARNED && failureTrust.factor() > 0);
  }

  /** Its name and its record. */
  Voice voice() {
    return new Voice(
        model.name(), trust(), trust.skill().plus(failureTrust.skill()), forecasts.size());
  }

  /** Its record. */
  Skill skill() {
    return trust.skill().plus(failureTrust.skill());
  }

  void retain(Collection<EndpointId> members) {
    spells.keySet().retainAll(members);
  }

  private double trust() {
    return belief == Belief.BLIND ? 1 : trust.factor();
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
    double believed = trust();
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
}
