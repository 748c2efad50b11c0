package io.adaptivelb.forecast;

import io.adaptivelb.learner.Predictor;
import io.adaptivelb.learner.Rows;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * By how much a baseline is said to be off: the mean of what learned it in the target's unit, and of what learned it in scales of each pod. The
 * former knows a system best, the latter is of more use on another one. Closed when no longer needed.
 *
 * @param <P> what learned it
 */
final class Correction<P extends Predictor> implements AutoCloseable {
  private final Baseline baseline;
  private final Map<Scaling, P> parts;

  private Correction(Baseline baseline, Map<Scaling, P> parts) {
    this.baseline = baseline;
    this.parts = parts;
  }

  /** What a label is measured in. */
  enum Scaling {
    /** The target's unit. */
    UNIT,
    /** What the EWMA was off by in the pod's last hour: busy pods and quiet ones look alike. */
    POD;

    double of(Example example) {
      return this == UNIT ? 1 : example.scale;
    }
  }

  /** Learns both parts from the rows of the examples. */
  static <P extends Predictor> Correction<P> learn(
      Baseline baseline, List<Example> examples, BiFunction<Scaling, Rows, P> learner) {
    Map<Scaling, P> parts = new EnumMap<>(Scaling.class);
    for (Scaling scaling : Scaling.values()) {
      parts.put(scaling, learner.apply(scaling, rows(examples, baseline, scaling)));
    }
    return new Correction<>(baseline, parts);
  }

  /** In the target's unit. */
  double[] predict(List<Example> examples) {
    double[] mean = new double[examples.size()];
    parts.forEach((scaling, part) -> {
      double[] predicted = part.predict(rows(examples, baseline, scaling));
      for (int i = 0; i < mean.length; i++) {
        mean[i] += predicted[i] * scaling.of(examples.get(i)) / parts.size();
      }
    });
    return mean;
  }

  /** What learned in which scaling. */
  Map<Scaling, P> parts() {
    return parts;
  }

  /** Rows weigh as much as their scale, so that what is minimised still is the absolute error in the target's unit. */
  static Rows rows(List<Example> examples, Baseline baseline, Scaling scaling) {
    Rows rows = new Rows(ForecastFeatures.SCHEMA.size());
    double mean = examples.stream().mapToDouble(scaling::of).average().orElse(1);
    for (Example example : examples) {
      double scale = scaling.of(example);
      rows.add(
          example.features, (example.actual - example.baseline(baseline)) / scale, scale / mean);
    }
    return rows;
  }

  @Override
  public void close() {
    parts.values().forEach(Predictor::close);
  }
}
