package io.adaptivelb.prediction;

import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.features.FeatureVector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What the heads of a model say of an endpoint, and the forecast that is made of it. Small predictions are left out: weights that
 * move for nothing cost more than they bring.
 *
 * @param demand change of the log service demand; 0 without such a head
 * @param cores change of the log effective cores; 0 without such a head
 * @param failure probability of failure; 0 where it is unlikely, or without such a head
 */
record Foresight(double demand, double cores, double failure) {
  /** A change of the capacity, on the log scale, that is worth a weight of its own. */
  private static final double MATERIAL = 0.2;

  private static final double MAX_CHANGE = 2.5;
  private static final double LIKELY_FAILURE = 0.3;

  static Foresight of(ScoringModel model, FeatureVector features) {
    return of(model, List.of(features)).getFirst();
  }

  /** Of many at once, which costs a fraction; in the same order. */
  static List<Foresight> of(ScoringModel model, Collection<FeatureVector> features) {
    int width = FeatureSchema.CURRENT.size();
    int count = features.size();
    float[] rows = new float[count * width];
    int row = 0;
    for (FeatureVector vector : features) {
      vector.copyTo(rows, row++ * width);
    }
    float[] demand = model.predict(Target.SERVICE_DEMAND, rows, count);
    float[] cores = model.predict(Target.EFFECTIVE_CORES, rows, count);
    float[] failure = model.predict(Target.FAILURE, rows, count);
    List<Foresight> foresights = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      foresights.add(new Foresight(
          known(demand[i]), known(cores[i]), failure[i] >= LIKELY_FAILURE ? failure[i] : 0));
    }
    return foresights;
  }

  /** Change of the log capacity; 0 where it is too small to matter. */
  double change() {
    double limited = Math.clamp(cores - demand, -MAX_CHANGE, MAX_CHANGE);
    return Math.abs(limited) < MATERIAL ? 0 : limited;
  }

  /** Whether it is worth a forecast. */
  boolean isMaterial() {
    return change() != 0 || failure > 0;
  }

  /**
   * The forecast, as far as the model is believed.
   *
   * @param trust in what it says of capacity; 0…1
   * @param failureTrust in what it says of failures; 0…1
   */
  Forecast believed(double trust, double failureTrust) {
    double change = change();
    double shrink = change == 0 ? 0 : trust * change / (cores - demand);
    return shrink == 0 && failureTrust * failure == 0
        ? Forecast.NONE
        : new Forecast(factor(shrink * demand), factor(shrink * cores), failureTrust * failure);
  }

  private static double factor(double logarithm) {
    return Math.exp(Math.clamp(logarithm, -MAX_CHANGE, MAX_CHANGE));
  }

  private static double known(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
