package io.adaptivelb.admin;

import com.codahale.metrics.health.HealthCheck;
import io.adaptivelb.ledger.OverrideLedger;
import java.io.IOException;

/** Whether a change of the overrides could be made durable now. */
final class LedgerCheck extends HealthCheck {
  static final String NAME = "ledger";
  private static final long MIN_FREE_BYTES = 16L << 20;

  private final OverrideLedger ledger;

  LedgerCheck(OverrideLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  protected Result check() throws IOException {
    if (ledger.failure().isPresent()) {
      return Result.unhealthy(ledger.failure().get());
    }
    long free = ledger.freeBytes();
    if (free < MIN_FREE_BYTES) {
      return Result.unhealthy("%d bytes are free, less than %d", free, MIN_FREE_BYTES);
    }
    return Result.healthy("%d overrides in force", ledger.active().size());
  }
}
