package io.adaptivelb.ledger;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the ledger was damaged after it was written. The message says where and what to do; nothing was changed. */
public final class LedgerCorrupt extends IOException {
  private static final long serialVersionUID = 1;

  LedgerCorrupt(Path file, long offset, int line, String what) {
    super(
        ("audit file %s is damaged at byte %d (line %d): %s. Nothing was changed. To go on without that one record,"
                + " keeping a copy: sed -i.damaged '%dd' %s")
            .formatted(file, offset, line, what, line, file));
  }
}
