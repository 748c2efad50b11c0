package io.adaptivelb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit log, the newest record first.
 *
 * @param records copied
 * @param next what to pass as {@code before} for the page that follows; absent on the last one
 */
public record AuditPage(List<AuditRecord> records, @Nullable Long next) {
  /** Copies the list. */
  public AuditPage {
    records = List.copyOf(records);
  }
}
