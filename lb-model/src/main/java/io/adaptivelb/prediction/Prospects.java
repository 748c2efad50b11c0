package io.adaptivelb.prediction;

import io.adaptivelb.capacity.Estimated;
import io.adaptivelb.capacity.Estimated.Basis;
import io.adaptivelb.capacity.Estimated.Estimate;
import io.adaptivelb.capacity.Outlook;
import io.adaptivelb.capacity.QueueingCurve;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.features.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a model expects to be seen of endpoints at the load that is about to be sent: the p95 between its heads for 90 % and 99 %, and
 * failures. Not thread-safe.
 *
 * <p>The heads give residuals on the queueing curve of what is believed now, and are added to that curve: a dip that is
 * foreseen is in the residual already, and would count twice on the curve of what is expected. Between the two quantiles the log of
 * the latency is taken to be linear in the quantile of the normal distribution, as it is where latencies are log-normal.
 */
final class Prospects {
  /** Where 95 % lies between 90 % and 99 %: (1.645 − 1.282) / (2.326 − 1.282). */
  private static final double BETWEEN = 0.348;

  /** So many examples of a tick tell enough of a cluster. */
  private static final int SETTLED = 256;

  private static final int PLANNED =
      FeatureSchema.CURRENT.index(FeatureSchema.PLANNED_UTILISATION).orElseThrow();

  private final ScoringModel model;
  private final Trust trust = new Trust();

  Prospects(ScoringModel model) {
    this.model = model;
  }

  /** Compares what the latency heads say of moments with what came of them; the load that came is in their features. */
  void settle(List<Example> examples) {
    if (model.head(Target.LATENCY_P90).isEmpty()) {
      return;
    }
    List<Example> known = new ArrayList<>();
    int stride = Math.max(1, examples.size() / SETTLED);
    for (int i = 0; i < examples.size(); i += stride) {
      if (!Float.isNaN(examples.get(i).aftermath().of(Target.LATENCY_P90))) {
        known.add(examples.get(i));
      }
    }
    float[] rows = new float[known.size() * FeatureSchema.CURRENT.size()];
    for (int i = 0; i < known.size(); i++) {
      put(rows, i, known.get(i).features());
    }
    float[] said = model.predict(Target.LATENCY_P90, rows, known.size());
    List<Trust.Settled> settled = new ArrayList<>(said.length);
    for (int i = 0; i < said.length; i++) {
      settled.add(new Trust.Settled(said[i], known.get(i).aftermath().of(Target.LATENCY_P90)));
    }
    trust.observe(settled);
  }

  /** How far the latency heads are believed, 0…1. */
  double trust() {
    return trust.factor();
  }

  /**
   * The outlooks of those endpoints whose features and capacity are known.
   *
   * @param rates requests per second that each is about to get
   * @param failureTrust how far the failure head is believed, 0…1
   */
  Map<EndpointId, Outlook> of(
      Map<EndpointId, Double> rates,
      Map<EndpointId, FeatureVector> features,
      Function<EndpointId, Estimated> believed,
      double failureTrust) {
    double latencyTrust = model.head(Target.LATENCY_P99).isEmpty() ? 0 : trust.factor();
    if (latencyTrust == 0 && failureTrust == 0) {
      return Map.of();
    }
    Rows rows = new Rows(rates.size());
    rates.forEach((id, rate) -> {
      FeatureVector vector = features.get(id);
      if (vector != null) {
        rows.add(id, vector, believed.apply(id), rate);
      }
    });
    float[] p90 = predicted(Target.LATENCY_P90, rows, latencyTrust);
    float[] p99 = predicted(Target.LATENCY_P99, rows, latencyTrust);
    rows.forgetLoads();
    float[] failure = predicted(Target.FAILURE, rows, failureTrust);
    Map<EndpointId, Outlook> outlooks = new HashMap<>(rates.size() * 2);
    for (int i = 0; i < rows.ids.size(); i++) {
      double residual = p90[i] + BETWEEN * Math.max(0, p99[i] - p90[i]);
      double seconds = rows.sojourn[i] * Math.exp(residual);
      boolean known = seconds > 0 && seconds < Double.POSITIVE_INFINITY;
      outlooks.put(
          rows.ids.get(i),
          new Outlook(
              known ? seconds : Double.NaN,
              known ? latencyTrust : 0,
              Float.isNaN(failure[i]) ? 0 : failureTrust * failure[i]));
    }
    return outlooks;
  }

  /** Endpoints, row by row. */
  private static final class Rows {
    static final int WIDTH = FeatureSchema.CURRENT.size();

    final List<EndpointId> ids = new ArrayList<>();
    final float[] features;

    /** What the curve gives for the load; NaN where the capacity is unknown. */
    final double[] sojourn;

    Rows(int most) {
      features = new float[most * WIDTH];
      sojourn = new double[most];
    }

    void add(EndpointId id, FeatureVector vector, Estimated believed, double rate) {
      int row = ids.size();
      ids.add(id);
      put(features, row, vector);
      sojourn[row] = Double.NaN;
      if (believed instanceof Estimate estimate && estimate.basis() != Basis.LATENCY) {
        sojourn[row] = QueueingCurve.sojournSeconds(
            estimate.cores() / estimate.capacity(), estimate.cores(), rate);
        features[row * WIDTH + PLANNED] = (float) (rate / estimate.capacity());
      }
    }

    /** Heads that do not see the planned load were trained without it. */
    void forgetLoads() {
      for (int row = 0; row < ids.size(); row++) {
        features[row * WIDTH + PLANNED] = Float.NaN;
      }
    }
  }

  /** Nobody pays for what is not believed. */
  private float[] predicted(Target target, Rows rows, double trust) {
    int count = rows.ids.size();
    if (trust > 0) {
      return model.predict(target, rows.features, count);
    }
    float[] nothing = new float[count];
    Arrays.fill(nothing, Float.NaN);
    return nothing;
  }

  private static void put(float[] rows, int row, FeatureVector features) {
    features.copyTo(rows, row * Rows.WIDTH);
  }
}
