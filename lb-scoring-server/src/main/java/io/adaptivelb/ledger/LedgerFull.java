package io.adaptivelb.ledger;

/** So many overrides are in force that no other may be created. */
public final class LedgerFull extends RuntimeException {
  private static final long serialVersionUID = 1;

  LedgerFull(int active) {
    super("%d overrides are in force, the most allowed; end some first".formatted(active));
  }
}
