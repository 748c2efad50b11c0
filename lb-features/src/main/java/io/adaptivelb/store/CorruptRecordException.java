package io.adaptivelb.store;

/** Bytes that are no record of ours, or no longer. */
final class CorruptRecordException extends Exception {
  private static final long serialVersionUID = 1;

  CorruptRecordException(String message) {
    super(message);
  }

  CorruptRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
