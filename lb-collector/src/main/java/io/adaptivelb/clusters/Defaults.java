package io.adaptivelb.clusters;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a key reads as that the configuration left out: binders pass null, or 0, for those. */
final class Defaults {
  static final Duration ONE_MILLI = Duration.ofMillis(1);
  static final Duration ONE_HOUR = Duration.ofHours(1);

  private Defaults() {}

  static <T> T or(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }

  static int or(int value, int fallback) {
    return value == 0 ? fallback : value;
  }

  static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : List.copyOf(value);
  }

  static <V> Map<String, V> map(@Nullable Map<String, V> value) {
    return value == null ? Map.of() : Map.copyOf(value);
  }

  static int count(@Nullable Object... parts) {
    int set = 0;
    for (Object part : parts) {
      set += part == null ? 0 : 1;
    }
    return set;
  }
}
