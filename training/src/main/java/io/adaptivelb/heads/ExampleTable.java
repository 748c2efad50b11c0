package io.adaptivelb.heads;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.learner.FlatRows;
import io.adaptivelb.prediction.Aftermath;
import io.adaptivelb.prediction.Example;
import io.adaptivelb.prediction.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Examples as plain floats: a million of 80 features take 350 MB. Grows by blocks, so that nothing is copied while it does. Not thread-safe
 * while it grows.
 */
public final class ExampleTable {
  private static final int BLOCK = 1 << 12;
  private static final int TARGETS = Target.values().length;

  private final FeatureSchema schema;
  private final int columns;
  private final List<float[]> features = new ArrayList<>();
  private final List<float[]> outcomes = new ArrayList<>();
  private final Map<ClusterId, Integer> clusterPlaces = new HashMap<>();
  private final List<ClusterId> clusters = new ArrayList<>();
  private final Map<Series, Integer> seriesPlaces = new HashMap<>();
  private long[] times = new long[BLOCK];
  private int[] clusterOf = new int[BLOCK];
  private int[] seriesOf = new int[BLOCK];
  private int size;

  private record Series(ClusterId cluster, EndpointId endpoint) {}

  /** No examples yet. */
  public ExampleTable(FeatureSchema schema) {
    this.schema = schema;
    this.columns = schema.size();
  }

  /** Examples of the schema in force. */
  public static ExampleTable of(Iterable<Example> examples) {
    ExampleTable table = new ExampleTable(FeatureSchema.CURRENT);
    examples.forEach(table::add);
    return table;
  }

  /**
   * Adds an example.
   *
   * @throws IllegalArgumentException when it is of another schema
   */
  public void add(Example example) {
    schema.requireSame(example.features().schema().id());
    add(
        example.time(),
        example.cluster(),
        example.endpoint(),
        example.features().toArray(),
        example.aftermath());
  }

  /**
   * Adds an example.
   *
   * @param row its features, in the order of the schema; copied
   * @throws IllegalArgumentException when there is another number of features
   */
  public void add(
      Instant time, ClusterId cluster, EndpointId endpoint, float[] row, Aftermath aftermath) {
    if (row.length != columns) {
      throw new IllegalArgumentException("%d values; feature schema %s has %d features"
          .formatted(row.length, schema.id(), columns));
    }
    int at = size % BLOCK;
    if (at == 0) {
      features.add(new float[BLOCK * columns]);
      outcomes.add(new float[BLOCK * TARGETS]);
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      clusterOf = Arrays.copyOf(clusterOf, 2 * size);
      seriesOf = Arrays.copyOf(seriesOf, 2 * size);
    }
    System.arraycopy(row, 0, features.getLast(), at * columns, columns);
    for (Target target : Target.values()) {
      outcomes.getLast()[at * TARGETS + place(target)] = aftermath.of(target);
    }
    times[size] = time.toEpochMilli();
    clusterOf[size] = clusterPlaces.computeIfAbsent(cluster, it -> {
      clusters.add(it);
      return clusters.size() - 1;
    });
    seriesOf[size] =
        seriesPlaces.computeIfAbsent(new Series(cluster, endpoint), it -> seriesPlaces.size());
    size++;
  }

  /** How many examples there are. */
  public int size() {
    return size;
  }

  /** What the columns mean. */
  public FeatureSchema schema() {
    return schema;
  }

  /** The clusters, in the order in which they came. */
  public List<ClusterId> clusters() {
    return List.copyOf(clusters);
  }

  /** How many endpoints there are. */
  public int endpoints() {
    return seriesPlaces.size();
  }

  /** When an example was, in milliseconds since 1970. */
  public long millis(int row) {
    return times[row];
  }

  /** The place of an example's cluster in {@link #clusters}. */
  public int cluster(int row) {
    return clusterOf[row];
  }

  /** A number of an example's endpoint, in 0…{@link #endpoints}−1. */
  public int endpoint(int row) {
    return seriesOf[row];
  }

  /** What came of it; NaN when that is not known. */
  public float outcome(int row, Target target) {
    return outcomes.get(row / BLOCK)[row % BLOCK * TARGETS + place(target)];
  }

  /** A feature of an example. */
  public float feature(int row, int column) {
    return features.get(row / BLOCK)[row % BLOCK * columns + column];
  }

  /** Copies the features of some examples, one after the other. */
  public float[] features(int[] rows) {
    float[] flat = new float[FlatRows.length(rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      float[] block = features.get(rows[i] / BLOCK);
      System.arraycopy(block, rows[i] % BLOCK * columns, flat, i * columns, columns);
    }
    return flat;
  }

  /** The rows with an outcome of a target, in the table's order. */
  public int[] known(Target target) {
    int[] rows = new int[size];
    int count = 0;
    for (int row = 0; row < size; row++) {
      if (!Float.isNaN(outcome(row, target))) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  /** When the first example was; 1970 when there is none. */
  public Instant from() {
    return Instant.ofEpochMilli(Arrays.stream(times, 0, size).min().orElse(0));
  }

  /** When the last one was; 1970 when there is none. */
  public Instant to() {
    return Instant.ofEpochMilli(Arrays.stream(times, 0, size).max().orElse(0));
  }

  @SuppressWarnings("EnumOrdinal") // As in Aftermath: the order is the format.
  private static int place(Target target) {
    return target.ordinal();
  }
}
