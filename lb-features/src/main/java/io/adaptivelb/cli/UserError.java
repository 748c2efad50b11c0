package io.adaptivelb.cli;

/**
 * What the user can put right: printed as one line without a stack trace, with exit code 2. The message names the value
 * and the rule.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An error with a message for the user. */
  public UserError(String message) {
    super(message);
  }

  /** The same, with the cause for the log. */
  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
