package io.adaptivelb.api;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model in a list.
 *
 * @param version its name
 * @param stages where it went, by scope; empty for a candidate
 * @param created when it was made
 * @param featureSchema the features that it wants
 * @param metrics the headline ones of its evaluation: at most {@value #MAX_METRICS}, those with the shortest names,
 *     and those first
 * @param problem why its manifest cannot be read; the four before are absent or empty then
 */
public record ModelSummary(
    String version,
    List<ModelStage> stages,
    @Nullable Instant created,
    @Nullable String featureSchema,
    Map<String, Double> metrics,
    @Nullable String problem) {
  /** So many metrics are headlines; a model has some for each service and target besides. */
  public static final int MAX_METRICS = 6;

  /** Copies the collections. */
  public ModelSummary {
    stages = List.copyOf(stages);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
