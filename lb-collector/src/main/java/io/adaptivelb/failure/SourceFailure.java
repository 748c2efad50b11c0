package io.adaptivelb.failure;

/**
 * A source could not be read: a code to count and a message that names the line or value and the rule.
 *
 * <p>Made in the data path, thousands a second when a fleet dies, so it has no stack trace: code and message say it all.
 */
public final class SourceFailure extends Exception {
  private static final long serialVersionUID = 1;
  private static final int MAX_ECHO = 80;

  private final FailureCode code;

  /** A failure with its code and a message for an operator. */
  public SourceFailure(FailureCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** What to count it under. */
  public FailureCode code() {
    return code;
  }

  /** Text of a peer, safe to put in a message: bounded, without control characters, in quotes. */
  public static String quote(String text) {
    int end = Math.min(text.length(), MAX_ECHO);
    StringBuilder echo = new StringBuilder(end + 3).append('"');
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      echo.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return echo.append(end < text.length() ? "…\"" : "\"").toString();
  }
}
