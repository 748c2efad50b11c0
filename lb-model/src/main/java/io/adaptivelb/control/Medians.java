package io.adaptivelb.control;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** Medians over members. */
final class Medians {
  private Medians() {}

  /** The median of the values that are not NaN; NaN when there are none. */
  static <T> double median(Collection<T> members, ToDoubleFunction<T> value) {
    double[] values =
        members.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).toArray();
    if (values.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
