package io.adaptivelb.training;

import io.adaptivelb.settings.Units;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as the configuration does: {@code 24h}, {@code 7d}. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    Duration duration = Units.duration(text);
    if (duration == null) {
      throw new TypeConversionException(
          "'%s' is no duration; %s".formatted(text, Units.DURATION_RULE));
    }
    return duration;
  }
}
