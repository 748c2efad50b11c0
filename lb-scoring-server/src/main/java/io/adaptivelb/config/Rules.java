package io.adaptivelb.config;

import io.adaptivelb.settings.Units;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The checks that several settings records share; each throws {@link IllegalArgumentException} naming value and rule. */
final class Rules {
  private Rules() {}

  /** What a configuration leaves out and has no default reaches a constructor as null. */
  static void given(String name, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("%s is missing".formatted(name));
    }
  }

  static void port(String name, int value) {
    if (value < 0 || value > 65_535) {
      throw new IllegalArgumentException(
          "%s is %d; it must be in 0…65535 (0: any free one)".formatted(name, value));
    }
  }

  static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d; it must be in %d…%d".formatted(name, value, least, most));
    }
  }

  static void within(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException("%s is %s; it must be in %s…%s"
          .formatted(name, Units.format(value), Units.format(least), Units.format(most)));
    }
  }

  static void bytesWithin(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("%s is %s; it must be in %s…%s"
          .formatted(
              name, Units.formatBytes(value), Units.formatBytes(least), Units.formatBytes(most)));
    }
  }

  static void text(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("%s is empty".formatted(name));
    }
  }
}
