package io.adaptivelb.heads;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Evaluator;
import io.adaptivelb.boosting.Link;
import io.adaptivelb.boosting.ModelReader;
import io.adaptivelb.boosting.Monotonicity;
import io.adaptivelb.boosting.MonotonicityCheck;
import io.adaptivelb.boosting.RefusedModelException;
import io.adaptivelb.features.FeatureDefinition;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.Calibrations;
import io.adaptivelb.prediction.FeatureRanges;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.registry.Head;
import io.adaptivelb.registry.ModelContent;
import io.adaptivelb.registry.Validator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a model may become a candidate, wherever it was trained: its heads are known targets, want the features that we have by name and
 * order, are monotone where physics says so, and say something sane of a sample of examples.
 */
public final class HeadCheck implements Validator {
  /** A logarithm beyond ±6 says 400 times as much as believed: trees that were trained on labels within ±3 do not. */
  private static final double LARGEST = 6;

  /** A file of a version that is for people. */
  static final String CARD = "model-card.md";

  private final FeatureSchema schema;
  private final Physics physics;
  private final SampleRows sample;

  /** A check that tries models on made-up rows. */
  public HeadCheck(FeatureSchema schema, Physics physics) {
    this(schema, physics, SampleRows.madeUp(schema.size()));
  }

  /** A check that tries models on these rows. */
  public HeadCheck(FeatureSchema schema, Physics physics, SampleRows sample) {
    this.schema = schema;
    this.physics = physics;
    this.sample = sample;
  }

  @Override
  public List<String> objections(ModelContent content) {
    List<String> objections = new ArrayList<>();
    String wanted = content.manifest().featureSchema();
    if (!schema.id().equals(wanted)) {
      objections.add(
          "it wants feature schema %s; this program computes %s".formatted(wanted, schema.id()));
    }
    Calibrations calibrations = Calibrations.NONE;
    if (content.files().containsKey(Calibrations.FILE)) {
      try {
        calibrations = Calibrations.read(content.file(Calibrations.FILE));
      } catch (IllegalArgumentException e) {
        objections.add(String.valueOf(e.getMessage()));
      }
    }
    if (content.files().containsKey(FeatureRanges.FILE)) {
      try {
        FeatureRanges.read(content.file(FeatureRanges.FILE));
      } catch (IllegalArgumentException e) {
        objections.add(String.valueOf(e.getMessage()));
      }
    }
    Set<String> known = new HashSet<>(Set.of(CARD, Calibrations.FILE, FeatureRanges.FILE));
    for (Head head : content.manifest().heads()) {
      known.add(head.file());
      for (String objection : head(head, content.file(head.file()), calibrations)) {
        objections.add("head %s: %s".formatted(head.name(), objection));
      }
    }
    content.files().keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> objections.add("file %s belongs to no head".formatted(name)));
    return objections;
  }

  private List<String> head(Head head, byte[] file, Calibrations calibrations) {
    Optional<Target> target = Arrays.stream(Target.values())
        .filter(it -> it.label().equals(head.name()))
        .findFirst();
    if (target.isEmpty()) {
      return List.of("there is no such target; there are "
          + String.join(", ", Arrays.stream(Target.values()).map(Target::label).toList()));
    }
    BoostedModel model;
    try {
      model = new ModelReader().read(file);
    } catch (RefusedModelException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    List<String> objections = new ArrayList<>(shape(target.get(), model));
    if (objections.isEmpty()) {
      objections.addAll(physics(target.get(), model));
      objections.addAll(sanity(target.get(), model, calibrations));
    }
    return objections;
  }

  private List<String> shape(Target target, BoostedModel model) {
    List<String> objections = new ArrayList<>();
    if (model.outputs() != 1) {
      objections.add("it has %d outputs; a head has one".formatted(model.outputs()));
    }
    Link wanted = target == Target.FAILURE ? Link.LOGISTIC : Link.IDENTITY;
    if (model.objective().link() != wanted) {
      objections.add("its objective is %s; %s is needed"
          .formatted(
              model.objective().label(),
              wanted == Link.LOGISTIC ? "binary:logistic" : "reg:squarederror or its like"));
    }
    List<String> names =
        schema.definitions().stream().map(FeatureDefinition::name).toList();
    if (model.features() != names.size()) {
      objections.add("it wants %d features; schema %s has %d"
          .formatted(model.features(), schema.id(), names.size()));
    } else if (model.featureNames().isEmpty()) {
      objections.add(
          "its features have no names, so it cannot be told whether they are those of schema %s"
              .formatted(schema.id()));
    } else {
      for (int i = 0; i < names.size(); i++) {
        if (!names.get(i).equals(model.featureName(i))) {
          objections.add("its feature %d is called '%s'; in schema %s it is '%s'"
              .formatted(i, model.featureName(i), schema.id(), names.get(i)));
          break;
        }
      }
    }
    return objections;
  }

  private List<String> physics(Target target, BoostedModel model) {
    return new MonotonicityCheck(model)
        .check(physics.constraints(target, schema)).stream()
            .flatMap(found -> objection(model, found).stream())
            .toList();
  }

  static Optional<String> objection(BoostedModel model, Monotonicity found) {
    return switch (found) {
      case Monotonicity.Proven proven -> Optional.empty();
      case Monotonicity.Refuted refuted ->
        Optional.of("it is not monotone in %s: between %s and %s it moves the wrong way by %s"
            .formatted(
                model.featureName(refuted.feature()),
                refuted.below(),
                refuted.above(),
                refuted.step()));
      case Monotonicity.Undecided undecided ->
        Optional.of("it is not proven monotone: " + undecided.reason());
    };
  }

  private List<String> sanity(Target target, BoostedModel model, Calibrations calibrations) {
    Evaluator evaluator = new Evaluator(model);
    float[] margins = new float[sample.count()];
    evaluator.margins(sample.values(), sample.count(), evaluator.newScratch(), margins);
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float margin : margins) {
      double prediction = calibrations.prediction(target, margin);
      least = Math.min(least, prediction);
      most = Math.max(most, prediction);
    }
    List<String> objections = new ArrayList<>();
    if (!(most > least)) {
      objections.add("it says %s whatever the features are".formatted(least));
    }
    if (!(Math.max(Math.abs(least), Math.abs(most)) <= LARGEST)) {
      objections.add("its predictions are in %.3g…%.3g; logarithms beyond ±%.0f are not sane"
          .formatted(least, most, LARGEST));
    }
    return objections;
  }
}
