package io.adaptivelb.prediction;

import io.adaptivelb.capacity.Estimated;
import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.capacity.ForecastReasons;
import io.adaptivelb.capacity.Outlook;
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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One model in one cluster: what it foretells, and its record there, which grows whether anybody follows it or not. Small
 * predictions are left out: weights that move for nothing cost more than they bring. Not thread-safe.
 *
 * <p>One of eight times that it would lower a weight it does not, endpoint by endpoint in turn: what a spared endpoint would have done
 * is hidden, and only so it is found out whether the model is right.
 */
final class Forecaster {
  private static final int WITHHELD_ONE_IN = 8;

  private final ScoringModel model;
  private final Belief belief;
  private final Trust trust = new Trust();
  private final Trust failureTrust = new Trust();
  private final Prospects prospects;
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

  /** One without a record. */
  Forecaster(ScoringModel model, Belief belief) {
    this.model = model;
    this.belief = belief;
    this.prospects = new Prospects(model);
    this.familiarity = new Familiarity(model.ranges());
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
    Map<EndpointId, FeatureVector> known = new LinkedHashMap<>(tick.size() * 2);
    for (EndpointObservation observation : tick) {
      FeatureVector vector = features.get(observation.endpoint());
      if (vector != null && familiarity.knows(vector)) {
        known.put(observation.endpoint(), vector);
      }
    }
    Iterator<Foresight> seen = Foresight.of(model, known.values()).iterator();
    known.keySet().forEach(id -> foretell(id, seen.next(), predictions, next));
    familiarity.endTick();
    forecasts = familiarity.isOutOfDepth() ? Map.of() : next;
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
    return !familiarity.isOutOfDepth() && (trust() > 0 || failureTrust() > 0);
  }

  /** Its name, its record, and whether it knows the like of what it is shown. */
  Voice voice() {
    return new Voice(
        model.name(),
        trust(),
        skill(),
        forecasts.size(),
        familiarity.strangeShare(),
        familiarity.isOutOfDepth());
  }

  /** Its record. */
  Skill skill() {
    return trust.skill().plus(failureTrust.skill());
  }

  void retain(Collection<EndpointId> members) {
    spells.keySet().retainAll(members);
  }

  /** Why it expects that of an endpoint; without causes where it expects nothing. */
  ForecastReasons reasons(EndpointId endpoint, Optional<FeatureVector> features) {
    return features
        .filter(vector -> forecasts.containsKey(endpoint))
        .map(vector -> new Reasoning(model).of(vector, trust(), failureTrust()))
        .orElseGet(() -> new ForecastReasons(model.name(), trust(), List.of()));
  }

  /** What it expects to be seen of endpoints. */
  Map<EndpointId, Outlook> outlooks(
      Map<EndpointId, Double> rates,
      Map<EndpointId, FeatureVector> features,
      Function<EndpointId, Estimated> believed) {
    return familiarity.isOutOfDepth()
        ? Map.of()
        : prospects.of(rates, features, believed, failureTrust());
  }

  private double trust() {
    return belief == Belief.BLIND ? 1 : trust.factor();
  }

  private double failureTrust() {
    return belief == Belief.BLIND ? 1 : failureTrust.factor();
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
    boolean withheld = Math.floorMod(spell.number + id.toString().hashCode(), WITHHELD_ONE_IN) == 0;
    Forecast forecast = seen.believed(trust(), failureTrust());
    if (under && !withheld && !forecast.equals(Forecast.NONE)) {
      next.put(id, forecast);
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
}
