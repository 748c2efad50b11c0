package io.adaptivelb.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of the overrides: who did what, when, why, and what it did to the weights. Immutable.
 *
 * @param sequence rises by one with every change
 * @param time when it was recorded
 * @param event what happened
 * @param override the override that began or ended
 * @param by the caller, as the server knows it; {@code clock} for an expiry
 * @param origin where the call came from: interface, address and program
 * @param note why an override was ended early
 * @param effect the weights before and after
 */
public record AuditRecord(
    long sequence,
    Instant time,
    Event event,
    OverrideDocument override,
    String by,
    String origin,
    @Nullable String note,
    Effect effect) {
  /** What can happen to an override. */
  public enum Event {
    /** It begins. */
    CREATED,
    /** Somebody ended it before its time. */
    ENDED,
    /** Its time was over. */
    EXPIRED
  }
}
