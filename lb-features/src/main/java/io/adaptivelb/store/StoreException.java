package io.adaptivelb.store;

/** The feature store could not do what was asked; the message names the folder and says what to do. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong, for counting and for deciding what to do. */
  public enum Reason {
    /** Somebody has the store open. */
    LOCKED,
    /** The folder holds something else. */
    NOT_A_STORE,
    /** Files are missing, cut off or changed. */
    DAMAGED,
    /** A newer version of this program wrote it. */
    NEWER_FORMAT,
    /** The disk or its permissions. */
    IO,
    /** The store was closed before. */
    CLOSED,
    /** It was opened to be read only. */
    READ_ONLY
  }

  private final Reason reason;

  /** An error with its reason. */
  public StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The same, with its cause. */
  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What went wrong. */
  public Reason reason() {
    return reason;
  }
}
