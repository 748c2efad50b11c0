package io.adaptivelb.client;

/** The server cannot be reached, or said no. The message is for people, one line. */
final class ServerError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean outcomeKnown;

  ServerError(String message) {
    super(message);
    outcomeKnown = true;
  }

  ServerError(String message, Throwable cause) {
    this(message, cause, true);
  }

  private ServerError(String message, Throwable cause, boolean outcomeKnown) {
    super(message, cause);
    this.outcomeKnown = outcomeKnown;
  }

  /** The request was sent, but no whole answer came: it may or may not have been done. */
  static ServerError unanswered(String message, Throwable cause) {
    return new ServerError(message, cause, false);
  }

  boolean outcomeKnown() {
    return outcomeKnown;
  }
}
