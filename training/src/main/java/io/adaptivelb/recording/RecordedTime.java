package io.adaptivelb.recording;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as the Nezha layout writes them: {@code 2022-08-22 03:51:19.799087274 +0000 UTC m=+0.305041286}. */
final class RecordedTime {
  private static final Pattern WRITTEN = Pattern.compile(
      "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)(?: \\+0000 UTC(?: m=\\S+)?)?");
  private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
      .appendPattern("uuuu-MM-dd HH:mm:ss")
      .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
      .toFormatter();

  private RecordedTime() {}

  /** The time; empty when it is not written like one. */
  static Optional<Instant> parse(String text) {
    Matcher matcher = WRITTEN.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDateTime.parse(matcher.group(1), FORMAT).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether a number of seconds since 1970 says the same as a time, give or take two seconds. */
  static boolean agrees(String seconds, Instant time) {
    try {
      return Math.abs(Math.subtractExact(Long.parseLong(seconds.strip()), time.getEpochSecond()))
          <= 2;
    } catch (NumberFormatException | ArithmeticException e) {
      return false;
    }
  }
}
