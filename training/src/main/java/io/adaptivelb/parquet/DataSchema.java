package io.adaptivelb.parquet;

import io.adaptivelb.features.FeatureDefinition;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.Target;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The columns of a data set: {@code time}, {@code cluster} and {@code endpoint}, a column a feature by its name, and a column a
 * target by its label behind {@value #TARGET_PREFIX}. Immutable.
 *
 * @param id version and fingerprint of what the features mean; a data set of another id is refused
 * @param features their names, in order; none empty, none twice, none that of another column; copied
 * @param targets their labels, in order; none empty, none twice; may be none; copied
 */
public record DataSchema(String id, List<String> features, List<String> targets) {
  /** What tells a target's column from a feature's. */
  static final String TARGET_PREFIX = "target.";

  static final String TIME = "time";
  static final String CLUSTER = "cluster";
  static final String ENDPOINT = "endpoint";

  /** Throws {@link IllegalArgumentException} naming a value that breaks the rules above. */
  public DataSchema {
    features = List.copyOf(features);
    targets = List.copyOf(targets);
    if (id.isBlank()) {
      throw new IllegalArgumentException("the schema has no id; it must have one");
    }
    if (features.isEmpty()) {
      throw new IllegalArgumentException("schema %s has no features".formatted(id));
    }
    Set<String> seen = new HashSet<>(List.of(TIME, CLUSTER, ENDPOINT));
    for (String feature : features) {
      if (feature.isBlank() || !seen.add(feature)) {
        throw new IllegalArgumentException(
            "schema %s: feature '%s' is empty, there already, or takes a name that another column has"
                .formatted(id, feature));
      }
    }
    for (String target : targets) {
      if (target.isBlank() || !seen.add(TARGET_PREFIX + target)) {
        throw new IllegalArgumentException(
            "schema %s: target '%s' is empty or there already".formatted(id, target));
      }
    }
  }

  /** That of the examples which models learn from. */
  public static DataSchema ofExamples() {
    FeatureSchema schema = FeatureSchema.CURRENT;
    return new DataSchema(
        schema.id(),
        schema.definitions().stream().map(FeatureDefinition::name).toList(),
        Arrays.stream(Target.values()).map(Target::label).toList());
  }

  /** The names of the columns that hold floats, in order: the features, then the targets. */
  List<String> floatColumns() {
    return Stream.concat(features.stream(), targets.stream().map(target -> TARGET_PREFIX + target))
        .toList();
  }
}
