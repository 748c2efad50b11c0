package io.adaptivelb.demo.load;

/** How a request ended, from its client's point of view. */
public enum Outcome {
  /** Not yet. */
  PENDING,
  /** Answered, and not by a server error. */
  SUCCESS,
  /** Answered with 503: a backend's queue was full, or the proxy had nobody to send it to. */
  REJECTED,
  /** Answered with another 5xx. */
  SERVER_ERROR,
  /** The connection broke, or could not be made. */
  BROKEN,
  /** No answer within the client's timeout. */
  TIMEOUT;

  /** Whether it counts as an error. */
  public boolean failed() {
    return this != PENDING && this != SUCCESS;
  }

  /** The outcome that an HTTP status stands for. */
  static Outcome ofStatus(int status) {
    if (status < 500) {
      return SUCCESS;
    }
    return status == 503 ? REJECTED : SERVER_ERROR;
  }
}
