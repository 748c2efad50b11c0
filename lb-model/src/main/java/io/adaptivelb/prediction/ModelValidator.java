package io.adaptivelb.prediction;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.ModelReader;
import io.adaptivelb.boosting.RefusedModelException;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Whether a model may serve, be it trained here, imported or read again after years: it speaks of the features in force, it has the files
 * that it needs and no others, every file parses, and each head is a target that we know and keeps {@link HeadRules}. Stateless.
 */
public final class ModelValidator implements Validator {
  /** The file of a version that is for people: what it is, what it learned from, its limits. */
  public static final String CARD = "model-card.md";

  private final ModelReader reader = new ModelReader();

  @Override
  public List<String> objections(ModelContent content) {
    List<String> objections = new ArrayList<>();
    read(content, objections);
    return objections;
  }

  /**
   * The model in a version.
   *
   * @throws IllegalArgumentException with all that speaks against it
   */
  public ScoringModel load(ModelContent content) {
    List<String> objections = new ArrayList<>();
    return read(content, objections)
        .orElseThrow(() -> new IllegalArgumentException(String.join("; ", objections)));
  }

  private Optional<ScoringModel> read(ModelContent content, List<String> objections) {
    String schema = content.manifest().featureSchema();
    if (!schema.equals(FeatureSchema.CURRENT.id())) {
      objections.add("it wants feature schema %s, this program computes %s; train it anew"
          .formatted(schema, FeatureSchema.CURRENT.id()));
    }
    Calibrations calibrations = document(content, Calibrations.FILE, Calibrations::read, objections)
        .orElse(Calibrations.NONE);
    Optional<FeatureRanges> ranges =
        document(content, FeatureRanges.FILE, FeatureRanges::read, objections);
    Set<String> strangers = new TreeSet<>(content.files().keySet());
    strangers.removeAll(List.of(CARD, Calibrations.FILE, FeatureRanges.FILE));
    Map<Target, BoostedModel> heads = new EnumMap<>(Target.class);
    for (Head head : content.manifest().heads()) {
      strangers.remove(head.file());
      List<String> here = new ArrayList<>();
      try {
        Target target = Target.ofLabel(head.name());
        BoostedModel trees = reader.read(content.file(head.file()));
        heads.put(target, trees);
        here.addAll(
            HeadRules.objections(target, trees, calibrations.line(target), target.directions()));
      } catch (RefusedModelException | IllegalArgumentException | NoSuchElementException e) {
        here.add(String.valueOf(e.getMessage()));
      }
      here.forEach(why -> objections.add("head %s: %s".formatted(head.name(), why)));
    }
    strangers.forEach(name -> objections.add("file %s belongs to no head".formatted(name)));
    return objections.isEmpty()
        ? Optional.of(new ScoringModel(content.version().toString(), heads, calibrations, ranges))
        : Optional.empty();
  }

  private static <T> Optional<T> document(
      ModelContent content, String name, Function<byte[], T> read, List<String> objections) {
    try {
      return Optional.ofNullable(content.files().get(name)).map(read);
    } catch (IllegalArgumentException e) {
      objections.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
