package io.adaptivelb.prediction;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Evaluator;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.features.FeatureVector;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A model that serves: a head for each target that it learnt. Immutable and thread-safe. */
public final class ScoringModel {
  private final String name;
  private final Map<Target, BoostedModel> heads;
  private final Calibrations calibrations;
  private final Optional<FeatureRanges> ranges;
  private final Map<Target, Evaluator> evaluators = new EnumMap<>(Target.class);

  /**
   * A model of these heads.
   *
   * @param name for people: its version
   * @throws IllegalArgumentException when a head wants other features, or has more than one output
   */
  public ScoringModel(String name, Map<Target, BoostedModel> heads) {
    this(name, heads, Calibrations.NONE);
  }

  /**
   * A model of these heads, whose margins become predictions by lines.
   *
   * @param name for people: its version
   * @throws IllegalArgumentException when a head wants other features, or has more than one output
   */
  public ScoringModel(String name, Map<Target, BoostedModel> heads, Calibrations calibrations) {
    this(name, heads, calibrations, Optional.empty());
  }

  /**
   * A model of these heads that was trained on features in these ranges.
   *
   * @param name for people: its version
   * @throws IllegalArgumentException when a head wants other features, or has more than one output
   */
  public ScoringModel(
      String name,
      Map<Target, BoostedModel> heads,
      Calibrations calibrations,
      Optional<FeatureRanges> ranges) {
    this.name = name;
    this.calibrations = calibrations;
    this.ranges = ranges;
    this.heads = Collections.unmodifiableMap(new EnumMap<>(heads));
    heads.forEach((target, head) -> {
      if (head.features() != FeatureSchema.CURRENT.size() || head.outputs() != 1) {
        throw new IllegalArgumentException(
            "head %s has %d features and %d outputs; feature schema %s has %d, and a head has 1 output"
                .formatted(
                    target.label(),
                    head.features(),
                    head.outputs(),
                    FeatureSchema.CURRENT.id(),
                    FeatureSchema.CURRENT.size()));
      }
      evaluators.put(target, new Evaluator(head));
    });
  }

  /** Its version. */
  public String name() {
    return name;
  }

  /** The trees of a head; empty where it did not learn that target. */
  public Optional<BoostedModel> head(Target target) {
    return Optional.ofNullable(heads.get(target));
  }

  /** How margins become predictions. */
  public Calibrations calibrations() {
    return calibrations;
  }

  /** What it was trained on; empty when it does not tell. */
  public Optional<FeatureRanges> ranges() {
    return ranges;
  }

  /** What it predicts; NaN where it did not learn that target. */
  public double predict(Target target, FeatureVector features) {
    return predict(target, features.toArray(), 1)[0];
  }

  /**
   * What it predicts for many rows, at a fraction of the cost.
   *
   * @param rows one after the other, each as long as the feature schema
   * @return a value a row; NaN where it did not learn that target
   */
  public float[] predict(Target target, float[] rows, int count) {
    float[] predictions = new float[count];
    Evaluator evaluator = evaluators.get(target);
    if (evaluator == null) {
      Arrays.fill(predictions, Float.NaN);
    } else {
      evaluator.margins(rows, count, evaluator.newScratch(), predictions);
      for (int i = 0; i < count; i++) {
        predictions[i] = (float) calibrations.prediction(target, predictions[i]);
      }
    }
    return predictions;
  }
}
