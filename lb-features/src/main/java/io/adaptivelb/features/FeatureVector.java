package io.adaptivelb.features;

import java.util.Arrays;
import java.util.OptionalInt;

/** The features of one endpoint at one moment, in the order of its schema; NaN where missing. Immutable. */
public final class FeatureVector {
  private final FeatureSchema schema;
  private final float[] values;

  /** Takes the array as its own. */
  FeatureVector(FeatureSchema schema, float[] values) {
    this.schema = schema;
    this.values = values;
  }

  /** What the numbers mean. */
  public FeatureSchema schema() {
    return schema;
  }

  /** The feature at a place of the schema. */
  public float get(int index) {
    return values[index];
  }

  /**
   * The feature of a name.
   *
   * @throws IllegalArgumentException when the schema has none of that name
   */
  public float get(String name) {
    OptionalInt index = schema.index(name);
    if (index.isEmpty()) {
      throw new IllegalArgumentException(
          "feature schema %s has no feature '%s'".formatted(schema.id(), name));
    }
    return values[index.getAsInt()];
  }

  /** A copy of all values, in the order of the schema. */
  public float[] toArray() {
    return values.clone();
  }

  /** Copies all values, in the order of the schema, to a place in an array of rows. */
  public void copyTo(float[] rows, int from) {
    System.arraycopy(values, 0, rows, from, values.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureVector that
        && schema.id().equals(that.schema.id())
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
