package io.adaptivelb.prediction;

import java.util.Arrays;

/** What came of a moment: a value a {@link Target}, NaN where the next tick did not tell. Immutable. */
@SuppressWarnings("EnumOrdinal") // The order is the format; millions of these are held.
public final class Aftermath {
  private final float[] values;

  /**
   * In the order of the targets; copied.
   *
   * @throws IllegalArgumentException when there is another number of values, or one is infinite
   */
  public Aftermath(float... values) {
    if (values.length != Target.values().length) {
      throw new IllegalArgumentException(
          "%d outcomes; there are %d targets".formatted(values.length, Target.values().length));
    }
    for (Target target : Target.values()) {
      if (Float.isInfinite(values[target.ordinal()])) {
        throw new IllegalArgumentException(
            "outcome %s is infinite; it must be a number or NaN".formatted(target.label()));
      }
    }
    this.values = values.clone();
  }

  /** The value of a target; NaN when it is not known. */
  public float of(Target target) {
    return values[target.ordinal()];
  }

  /** Whether nothing is known. */
  public boolean isEmpty() {
    for (float value : values) {
      if (!Float.isNaN(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Aftermath that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
