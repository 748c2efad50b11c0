package io.adaptivelb.ledger;

/** A change could not be made durable, so it was not made. */
public final class LedgerUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  LedgerUnavailable(String message) {
    super(message);
  }

  LedgerUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
