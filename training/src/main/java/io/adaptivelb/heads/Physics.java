package io.adaptivelb.heads;

import io.adaptivelb.boosting.Direction;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.Target;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What trees must not learn, whatever the data say: more load about to be sent never makes latency lower or a request cheaper, never lets an
 * endpoint have more of its cores, and never makes failures rarer. Without that, load that went to fast endpoints because they were fast looks
 * like a reason for being fast: on simulated antagonists, whose endpoints get less load as soon as proxies notice, trees learned that demand
 * doubles where little load is planned. {@link Target#directions} says it of the load that scoring knows; here is more of it.
 *
 * @param load names of the features that are load about to be sent, {@link FeatureSchema#PLANNED_UTILISATION} first
 */
public record Physics(List<String> load) {
  /** What every model must keep. */
  public static final Physics USUAL = new Physics(List.of());

  /**
   * Adds planned utilisation where it is missing.
   *
   * @throws IllegalArgumentException naming the features that the schema does not have
   */
  public Physics {
    List<String> unknown = load.stream()
        .filter(name -> FeatureSchema.CURRENT.index(name).isEmpty())
        .sorted()
        .toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "feature schema %s has no feature %s, which is to be monotone"
              .formatted(FeatureSchema.CURRENT.id(), String.join(", ", unknown)));
    }
    load = Stream.concat(Stream.of(FeatureSchema.PLANNED_UTILISATION), load.stream())
        .distinct()
        .toList();
  }

  /** The places of the features that are load, in a row. */
  int[] places() {
    return load.stream()
        .mapToInt(name -> FeatureSchema.CURRENT.index(name).orElseThrow())
        .toArray();
  }

  /** Which way a target's prediction may move with a feature, by the feature's name. */
  public Map<String, Direction> directions(Target target) {
    Map<String, Direction> directions = new TreeMap<>(target.directions());
    load.forEach(name -> directions.put(name, target.withLoad()));
    return directions;
  }

  /** The same as XGBoost takes it, a number a feature: 1, −1, or 0 where anything goes. */
  List<Integer> constraints(Target target) {
    Map<String, Direction> directions = directions(target);
    return FeatureSchema.CURRENT.definitions().stream()
        .map(definition -> directions.get(definition.name()))
        .map(direction -> direction == null ? 0 : direction.sign())
        .toList();
  }
}
