package io.adaptivelb.settings;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How durations and sizes are written in the configuration: {@code 250ms}, {@code 2m}, {@code 16MiB}. */
public final class Units {
  /** What to say to whoever wrote something else. */
  public static final String DURATION_RULE = "write a duration like 250ms, 5s, 2m, 12h or 7d";
  /** The same for sizes. */
  public static final String BYTES_RULE = "write a size like 512B, 64KiB, 16MiB or 1GiB";

  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,15}) ?([A-Za-z]{1,3})");
  private static final Map<String, Duration> DURATIONS = Map.of(
      "ns", Duration.ofNanos(1),
      "us", Duration.ofNanos(1_000),
      "ms", Duration.ofMillis(1),
      "s", Duration.ofSeconds(1),
      "m", Duration.ofMinutes(1),
      "h", Duration.ofHours(1),
      "d", Duration.ofDays(1));
  private static final Map<String, Long> SIZES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

  private Units() {}

  /** Null when the text is none. */
  public static @Nullable Duration duration(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    Duration unit = DURATIONS.get(matcher.group(2));
    try {
      return unit == null ? null : unit.multipliedBy(Long.parseLong(matcher.group(1)));
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** Null when the text is none. */
  public static @Nullable Long bytes(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    Long unit = SIZES.get(matcher.group(2));
    try {
      return unit == null ? null : Math.multiplyExact(unit, Long.parseLong(matcher.group(1)));
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** In the largest unit that loses nothing. */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    for (String unit : new String[] {"d", "h", "m", "s", "ms", "us"}) {
      Duration one = DURATIONS.getOrDefault(unit, Duration.ofNanos(1));
      // Days only from two on: 24h reads better than 1d.
      if (duration.toNanos() % one.toNanos() == 0 && !(unit.equals("d") && duration.toDays() < 2)) {
        return duration.dividedBy(one) + unit;
      }
    }
    return duration.toNanos() + "ns";
  }

  /** In the largest unit that loses nothing. */
  public static String formatBytes(long bytes) {
    for (String unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
      long one = SIZES.getOrDefault(unit, 1L);
      if (bytes != 0 && bytes % one == 0) {
        return bytes / one + unit;
      }
    }
    return bytes + "B";
  }
}
