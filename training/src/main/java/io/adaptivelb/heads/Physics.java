package io.adaptivelb.heads;

import io.adaptivelb.boosting.Direction;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What trees must not learn, whatever the data say: more load about to be sent never makes latency lower or a request cheaper, never lets an
 * endpoint have more of its cores, and never makes failures rarer. Without that, load that went to fast endpoints because they were fast looks
 * like a reason for being fast: on simulated antagonists, whose endpoints get less load as soon as proxies notice, trees learned that demand
 * doubles where little load is planned. Beside that, what {@link Target#directions} says.
 *
 * @param load names of the features that are load about to be sent
 */
public record Physics(List<String> load) {
  private static final String PLANNED = "planned";

  /** Copies. */
  public Physics {
    load = List.copyOf(load);
  }

  /**
   * The features of a schema whose name begins with {@code planned}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Physics of(FeatureSchema schema) {
    List<String> planned = schema.definitions().stream()
        .map(definition -> definition.name())
        .filter(name -> name.startsWith(PLANNED))
        .toList();
    if (planned.isEmpty()) {
      throw new IllegalArgumentException(
          "feature schema %s has no feature that begins with '%s', so it is not known which one is the load about to be sent; name it"
              .formatted(schema.id(), PLANNED));
    }
    return new Physics(planned);
  }

  /**
   * Makes sure that a schema has these features.
   *
   * @throws IllegalArgumentException naming those that it does not have
   */
  public void requireKnown(FeatureSchema schema) {
    List<String> unknown =
        load.stream().filter(name -> schema.index(name).isEmpty()).sorted().toList();
    if (!unknown.isEmpty()) {
      throw unknown(schema, String.join(", ", unknown));
    }
  }

  private static IllegalArgumentException unknown(FeatureSchema schema, String names) {
    return new IllegalArgumentException(
        "feature schema %s has no feature %s, which is to be monotone"
            .formatted(schema.id(), names));
  }

  /**
   * Which way a target's prediction may move with a feature, by the feature's place.
   *
   * @throws IllegalArgumentException naming the features that the schema does not have
   */
  public Map<Integer, Direction> constraints(Target target, FeatureSchema schema) {
    requireKnown(schema);
    Map<Integer, Direction> constraints = new TreeMap<>();
    target
        .directions()
        .forEach((name, direction) -> constraints.put(
            schema.index(name).orElseThrow(() -> unknown(schema, name)), direction));
    Direction direction = target == Target.EFFECTIVE_CORES ? Direction.FALLING : Direction.RISING;
    load.forEach(name -> constraints.put(schema.index(name).orElseThrow(), direction));
    return constraints;
  }

  /** The same, a number a feature: 1, −1, or 0 where anything goes. */
  public List<Integer> directions(Target target, FeatureSchema schema) {
    Map<Integer, Direction> constraints = constraints(target, schema);
    List<Integer> directions = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      Direction direction = constraints.get(i);
      directions.add(direction == null ? 0 : direction == Direction.RISING ? 1 : -1);
    }
    return directions;
  }
}
