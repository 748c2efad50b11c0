package io.adaptivelb.prediction;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Direction;
import io.adaptivelb.boosting.ModelReader;
import io.adaptivelb.boosting.Monotonicity;
import io.adaptivelb.boosting.MonotonicityCheck;
import io.adaptivelb.boosting.Objective;
import io.adaptivelb.boosting.RefusedModelException;
import io.adaptivelb.features.FeatureDefinition;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.registry.Head;
import io.adaptivelb.registry.ModelContent;
import io.adaptivelb.registry.Validator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Whether a model may serve: it speaks of the features in force, its heads are targets that we know, every file parses, and what
 * physics says holds for all rows, not only for those that were tried. Stateless.
 */
public final class ModelValidator implements Validator {
  private final ModelReader reader = new ModelReader();

  @Override
  public List<String> objections(ModelContent content) {
    List<String> objections = new ArrayList<>();
    String schema = content.manifest().featureSchema();
    if (!schema.equals(FeatureSchema.CURRENT.id())) {
      objections.add("it wants feature schema %s, this program computes %s; train it anew"
          .formatted(schema, FeatureSchema.CURRENT.id()));
    }
    try {
      calibrations(content);
    } catch (IllegalArgumentException e) {
      objections.add(String.valueOf(e.getMessage()));
    }
    try {
      ranges(content);
    } catch (IllegalArgumentException e) {
      objections.add(String.valueOf(e.getMessage()));
    }
    for (Head head : content.manifest().heads()) {
      objections.addAll(objections(head, content));
    }
    return objections;
  }

  /**
   * The model in a version that was admitted.
   *
   * @throws RefusedModelException when a file is not what it was
   * @throws IllegalArgumentException when a head does not fit the features in force
   */
  public ScoringModel load(ModelContent content) {
    FeatureSchema.CURRENT.requireSame(content.manifest().featureSchema());
    Map<Target, BoostedModel> heads = new EnumMap<>(Target.class);
    for (Head head : content.manifest().heads()) {
      heads.put(Target.ofLabel(head.name()), reader.read(content.file(head.file())));
    }
    return new ScoringModel(
        content.version().toString(), heads, calibrations(content), ranges(content));
  }

  private static Calibrations calibrations(ModelContent content) {
    return content.files().containsKey(Calibrations.FILE)
        ? Calibrations.read(content.file(Calibrations.FILE))
        : Calibrations.NONE;
  }

  private static Optional<FeatureRanges> ranges(ModelContent content) {
    return content.files().containsKey(FeatureRanges.FILE)
        ? Optional.of(FeatureRanges.read(content.file(FeatureRanges.FILE)))
        : Optional.empty();
  }

  private List<String> objections(Head head, ModelContent content) {
    String who = "head %s".formatted(head.name());
    try {
      Target target = Target.ofLabel(head.name());
      BoostedModel model = reader.read(content.file(head.file()));
      List<String> objections = new ArrayList<>();
      int wanted = FeatureSchema.CURRENT.size();
      if (model.features() != wanted) {
        return List.of("%s has %d features; feature schema %s has %d"
            .formatted(who, model.features(), FeatureSchema.CURRENT.id(), wanted));
      }
      List<String> names = FeatureSchema.CURRENT.definitions().stream()
          .map(FeatureDefinition::name)
          .toList();
      if (!model.featureNames().isEmpty() && !model.featureNames().equals(names)) {
        objections.add("%s: %s".formatted(who, firstDifference(model.featureNames(), names)));
      }
      if (model.outputs() != 1) {
        objections.add("%s has %d outputs; it must have 1".formatted(who, model.outputs()));
      }
      boolean probability = model.objective() == Objective.BINARY;
      if (probability != (target == Target.FAILURE)) {
        objections.add("%s has objective %s; %s"
            .formatted(
                who,
                model.objective(),
                target == Target.FAILURE ? "a probability is wanted" : "a number is wanted"));
      }
      if (objections.isEmpty()) {
        objections.addAll(unphysical(who, target, model));
      }
      return objections;
    } catch (RefusedModelException | IllegalArgumentException | NoSuchElementException e) {
      return List.of("%s: %s".formatted(who, e.getMessage()));
    }
  }

  /** More load never makes anything faster. */
  private static List<String> unphysical(String who, Target target, BoostedModel model) {
    List<String> objections = new ArrayList<>();
    target.directions().forEach((name, direction) -> {
      int feature = FeatureSchema.CURRENT.index(name).orElseThrow();
      Monotonicity found = new MonotonicityCheck(model).check(0, feature, direction);
      if (!(found instanceof Monotonicity.Proven)) {
        objections.add("%s must %s with %s, and does not: %s"
            .formatted(who, direction == Direction.RISING ? "rise" : "fall", name, found));
      }
    });
    return objections;
  }

  private static String firstDifference(List<String> found, List<String> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!found.get(i).equals(wanted.get(i))) {
        return "feature %d is \"%s\"; in schema %s it is \"%s\""
            .formatted(i, found.get(i), FeatureSchema.CURRENT.id(), wanted.get(i));
      }
    }
    return "its features are named otherwise";
  }
}
