package io.adaptivelb.prediction;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Direction;
import io.adaptivelb.boosting.Evaluator;
import io.adaptivelb.boosting.ExtremeRows;
import io.adaptivelb.boosting.Link;
import io.adaptivelb.boosting.Monotonicity;
import io.adaptivelb.boosting.MonotonicityCheck;
import io.adaptivelb.features.FeatureDefinition;
import io.adaptivelb.features.FeatureSchema;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a head must keep, wherever it was trained: it predicts what its target is, of the features in force by name and order; what physics
 * says holds for all rows, not only for those that were tried; and it says something, and nothing absurd, where its trees are most extreme
 * ({@link ExtremeRows}).
 */
public final class HeadRules {
  /** A logarithm beyond ±6 says 400 times as much as believed: trees that were trained on labels within ±3 do not. */
  private static final double LARGEST = 6;

  private HeadRules() {}

  /**
   * What speaks against a head, each reason with the value and the rule; empty when nothing does.
   *
   * @param line makes predictions of its margins
   * @param directions which way it may move with a feature, by the feature's name: {@link Target#directions}, or more
   */
  public static List<String> objections(
      Target target, BoostedModel head, Calibrations.Line line, Map<String, Direction> directions) {
    List<String> objections = new ArrayList<>();
    shape(target, head, objections);
    if (objections.isEmpty()) {
      new TreeMap<>(directions)
          .forEach((feature, direction) ->
              unphysical(head, feature, direction).ifPresent(objections::add));
      sanity(target, head, line, objections);
    }
    return objections;
  }

  private static void shape(Target target, BoostedModel head, List<String> objections) {
    if (head.outputs() != 1) {
      objections.add("it has %d outputs; a head has one".formatted(head.outputs()));
    }
    Link link = target == Target.FAILURE ? Link.LOGISTIC : Link.IDENTITY;
    if (head.objective().link() != link) {
      objections.add("its objective is %s; %s is needed"
          .formatted(
              head.objective().label(),
              link == Link.LOGISTIC ? "binary:logistic" : "reg:squarederror or its like"));
    }
    String schema = FeatureSchema.CURRENT.id();
    List<String> names = FeatureSchema.CURRENT.definitions().stream()
        .map(FeatureDefinition::name)
        .toList();
    if (head.features() != names.size()) {
      objections.add("it has %d features; feature schema %s has %d"
          .formatted(head.features(), schema, names.size()));
    } else if (head.featureNames().isEmpty()) {
      objections.add(
          "its features have no names, so it cannot be told whether they are those of schema %s"
              .formatted(schema));
    } else {
      for (int i = 0; i < names.size(); i++) {
        if (!names.get(i).equals(head.featureName(i))) {
          objections.add("its feature %d is called '%.80s'; in schema %s it is '%s'"
              .formatted(i, head.featureName(i), schema, names.get(i)));
          return;
        }
      }
    }
  }

  private static Optional<String> unphysical(
      BoostedModel head, String feature, Direction direction) {
    String rule = "it must never %s with %s"
        .formatted(direction == Direction.RISING ? "fall" : "rise", feature);
    int place = FeatureSchema.CURRENT.index(feature).orElseThrow();
    return switch (new MonotonicityCheck(head).check(0, place, direction)) {
      case Monotonicity.Proven proven -> Optional.empty();
      case Monotonicity.Refuted refuted ->
        Optional.of("%s: from %s to %s it does by %s"
            .formatted(rule, refuted.below(), refuted.above(), refuted.step()));
      case Monotonicity.Undecided undecided ->
        Optional.of("%s, which is not proven: %s".formatted(rule, undecided.reason()));
    };
  }

  private static void sanity(
      Target target, BoostedModel head, Calibrations.Line line, List<String> objections) {
    Calibrations calibrations = new Calibrations(Map.of(target, line));
    Evaluator evaluator = new Evaluator(head);
    float[] rows = ExtremeRows.of(head);
    float[] margins = new float[rows.length / head.features()];
    evaluator.margins(rows, margins.length, evaluator.newScratch(), margins);
    DoubleSummaryStatistics said = new DoubleSummaryStatistics();
    for (float margin : margins) {
      said.accept(calibrations.prediction(target, margin));
    }
    if (!(said.getMax() > said.getMin())) {
      objections.add(
          "it says %s whatever the features are; a head is not constant".formatted(said.getMin()));
    }
    if (!(Math.max(-said.getMin(), said.getMax()) <= LARGEST)) {
      objections.add("its predictions are in %.3g…%.3g; logarithms beyond ±%.0f are not sane"
          .formatted(said.getMin(), said.getMax(), LARGEST));
    }
  }
}
