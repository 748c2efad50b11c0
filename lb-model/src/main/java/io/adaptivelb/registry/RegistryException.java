package io.adaptivelb.registry;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

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

  /** A failure of the disk: what could not be done, and why. */
  static RegistryException io(String what, IOException cause) {
    return new RegistryException(Reason.IO, what + ": " + reason(cause), cause);
  }

  /** In words: the messages of the JDK's file exceptions are but a path. */
  static String reason(IOException cause) {
    String message =
        cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
    return switch (cause) {
      case FileAlreadyExistsException exists -> "there is a file of that name";
      case AccessDeniedException denied -> "permission denied";
      default -> message == null ? cause.getClass().getSimpleName() : message;
    };
  }

  /** What went wrong. */
  public Reason reason() {
    return reason;
  }
}
