package io.adaptivelb.models;

import io.adaptivelb.boosting.ModelReader;
import io.adaptivelb.boosting.RefusedModelException;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.registry.Head;
import io.adaptivelb.registry.ModelContent;
import io.adaptivelb.registry.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Refuses a model that wants other features than this program computes, and one of whose heads cannot be scored. Thread-safe. */
public final class HeadValidator implements Validator {
  private final ModelReader reader = new ModelReader();

  @Override
  public List<String> objections(ModelContent content) {
    List<String> objections = new ArrayList<>();
    try {
      FeatureSchema.CURRENT.requireSame(content.manifest().featureSchema());
    } catch (IllegalArgumentException e) {
      objections.add(String.valueOf(e.getMessage()));
    }
    headsByFile(content).forEach((file, heads) -> {
      try {
        reader.read(content.file(file));
      } catch (RefusedModelException e) {
        objections.add(
            "file %s (head %s): %s".formatted(file, heads, e.refusal().message()));
      }
    });
    return objections;
  }

  private static Map<String, String> headsByFile(ModelContent content) {
    return content.manifest().heads().stream()
        .collect(Collectors.groupingBy(
            Head::file, TreeMap::new, Collectors.mapping(Head::name, Collectors.joining(", "))));
  }
}
