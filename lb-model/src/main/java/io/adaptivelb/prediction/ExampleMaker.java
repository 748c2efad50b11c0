package io.adaptivelb.prediction;

import io.adaptivelb.capacity.AnalyticEstimator;
import io.adaptivelb.capacity.Estimated;
import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.features.FeatureVector;
import io.adaptivelb.features.FeatureWindows;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the features of a cluster's endpoints tick by tick, and completes the examples of the ticks before. Serving and
 * training run this same code: the one takes the features, the other the examples. Not thread-safe.
 */
public final class ExampleMaker {
  /** Weights that follow from a tick are in force until the end of the second one after it. */
  private static final int HORIZON = 2;

  private final ClusterId cluster;
  private final AnalyticEstimator analytic;
  private final FeatureWindows windows = new FeatureWindows();
  private final Deque<Map<EndpointId, Pending>> open = new ArrayDeque<>();
  private Map<EndpointId, FeatureVector> features = Map.of();

  /** One that has seen nothing. */
  public ExampleMaker(ClusterId cluster, EstimationSettings settings) {
    this.cluster = cluster;
    this.analytic = new AnalyticEstimator(settings);
  }

  /**
   * Takes a tick.
   *
   * @param tick at most one observation an endpoint
   * @param now when the tick ends
   * @return the examples that are complete now: those of two ticks ago
   */
  public List<Example> tick(Collection<EndpointObservation> tick, Instant now) {
    analytic.learn(tick);
    double threshold = failureThreshold(tick);
    for (EndpointObservation observation : tick) {
      EndpointId id = observation.endpoint();
      boolean shown = windows.add(observation, analytic.reading(id));
      for (Map<EndpointId, Pending> moment : open) {
        Pending pending = moment.get(id);
        if (pending != null) {
          pending.observe(observation, analytic.reading(id), shown, threshold);
        }
      }
    }
    List<Example> complete = open.size() < HORIZON ? List.of() : close(open.removeFirst());
    features = windows.vectors(now, id -> Double.NaN);
    Map<EndpointId, Pending> moment = new LinkedHashMap<>(tick.size() * 2);
    for (EndpointObservation observation : tick) {
      EndpointId id = observation.endpoint();
      FeatureVector vector = features.get(id);
      if (vector != null) {
        moment.put(id, new Pending(cluster, id, now, vector, analytic.reading(id)));
      }
    }
    open.addLast(moment);
    return complete;
  }

  /** The features of the last tick, without a planned load, of every endpoint that was ever seen and is retained. */
  public Map<EndpointId, FeatureVector> features() {
    return features;
  }

  /** What the analytic estimate believes of an endpoint. */
  public Estimated estimate(EndpointId endpoint) {
    return analytic.estimate(endpoint);
  }

  /** Forgets all endpoints but these. */
  public void retain(Collection<EndpointId> members) {
    analytic.retain(members);
    windows.retain(members);
  }

  private static List<Example> close(Map<EndpointId, Pending> moment) {
    List<Example> complete = new ArrayList<>(moment.size());
    for (Pending pending : moment.values()) {
      Example example = pending.complete();
      if (!example.aftermath().isEmpty()) {
        complete.add(example);
      }
    }
    return complete;
  }

  /** Above which share of errors an endpoint counts as failing: 2 %, or four times the cluster's median. */
  private static double failureThreshold(Collection<EndpointObservation> tick) {
    double[] ratios = tick.stream()
        .filter(o -> o.outcomes().requests() > 0)
        .mapToDouble(o -> (double) o.outcomes().errors() / o.outcomes().requests())
        .sorted()
        .toArray();
    double median = ratios.length == 0 ? 0 : ratios[ratios.length / 2];
    return Math.max(0.02, Math.min(0.5, 4 * median));
  }
}
