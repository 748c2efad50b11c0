package io.adaptivelb.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a version of a model, {@code 20261125-151200-1c291ca3aa01}: when it was made and a fingerprint of all that it
 * is. Whatever differs has another name, and the same model put twice has the same one. It is also a folder's name.
 *
 * @param value 1…64 of a–z, 0–9 and dashes, beginning with no dash
 */
public record VersionId(@JsonValue String value) implements Comparable<VersionId> {
  private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int FINGERPRINT_DIGITS = 12;

  /** Throws {@link IllegalArgumentException} when {@code value} breaks the rule above. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public VersionId {
    Rules.requireMatch(
        "version", value, RULE, "1…64 of a–z, 0–9 and dashes, beginning with no dash");
  }

  static VersionId of(Instant created, String sha256) {
    return new VersionId(TIME.format(created) + "-" + sha256.substring(0, FINGERPRINT_DIGITS));
  }

  static boolean isValid(String name) {
    return RULE.matcher(name).matches();
  }

  @Override
  public int compareTo(VersionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
