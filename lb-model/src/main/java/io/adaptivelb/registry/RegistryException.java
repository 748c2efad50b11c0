package io.adaptivelb.registry;

/** The registry could not or would not do what was asked; nothing was changed. The message names the value and the rule. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong, for counting and for deciding what to do. */
  public enum Reason {
    /** There is no such version. */
    UNKNOWN_VERSION,
    /** The version may not go from the state in which it is to that one. */
    ILLEGAL_TRANSITION,
    /** The model breaks a rule, or the validator objects to it. */
    REFUSED,
    /** The version's files are missing, cut off or changed. */
    DAMAGED,
    /** The history is damaged; the message says where and what to do. */
    HISTORY_DAMAGED,
    /** Somebody else is changing the registry. */
    LOCKED,
    /** The disk or its permissions. */
    IO
  }

  private final Reason reason;

  RegistryException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  RegistryException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What went wrong. */
  public Reason reason() {
    return reason;
  }
}
