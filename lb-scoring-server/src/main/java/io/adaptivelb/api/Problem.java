package io.adaptivelb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error, as {@code application/problem+json} (RFC 9457).
 *
 * @param type {@code urn:adaptivelb:problem:} and the code
 * @param title the status in words
 * @param status the HTTP status
 * @param code stable, for machines
 * @param detail for people: the value and the rule that it breaks
 * @param errors one for each field that breaks a rule; absent where no field is to blame
 */
public record Problem(
    String type,
    String title,
    int status,
    String code,
    String detail,
    @Nullable List<FieldError> errors) {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * What is wrong with a field.
   *
   * @param field its name
   * @param message the value and the rule that it breaks
   */
  public record FieldError(String field, String message) {}
}
