package io.adaptivelb.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.api.Effect;
import io.adaptivelb.api.Json;
import io.adaptivelb.api.OverrideDocument;
import io.adaptivelb.journal.JournalLine;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line of the log as JSON: a change, or the checkpoint that begins every file and makes the files before it mere
 * history.
 *
 * @param sequence of the change; for a checkpoint, of the last change before it
 * @param time when it was written
 * @param event {@code checkpoint} or the name of an {@link AuditRecord.Event}
 * @param override of a change
 * @param by of a change
 * @param origin of a change
 * @param note of a change
 * @param effect of a change
 * @param request of the change that created the override, where its client sent a key
 * @param active of a checkpoint: the changes that created what is in force, without their effects
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LedgerEntry(
    long sequence,
    Instant time,
    String event,
    @Nullable OverrideDocument override,
    @Nullable String by,
    @Nullable String origin,
    @Nullable String note,
    @Nullable Effect effect,
    @Nullable RequestKey request,
    @Nullable List<LedgerEntry> active) {
  private static final String CHECKPOINT = "checkpoint";

  static LedgerEntry checkpoint(long sequence, Instant time, List<LedgerEntry> active) {
    List<LedgerEntry> brief = active.stream().map(LedgerEntry::withoutEffect).toList();
    return new LedgerEntry(sequence, time, CHECKPOINT, null, null, null, null, null, null, brief);
  }

  static LedgerEntry change(AuditRecord record, @Nullable RequestKey request) {
    return new LedgerEntry(
        record.sequence(),
        record.time(),
        record.event().name(),
        record.override(),
        record.by(),
        record.origin(),
        record.note(),
        record.effect(),
        request,
        null);
  }

  boolean isCheckpoint() {
    return event.equals(CHECKPOINT);
  }

  /** The document of a change; throws {@link IllegalArgumentException} when something is missing. */
  AuditRecord record() {
    if (override == null || by == null || origin == null) {
      throw new IllegalArgumentException("a change without override, by or origin");
    }
    return new AuditRecord(
        sequence,
        time,
        AuditRecord.Event.valueOf(event),
        override,
        by,
        origin,
        note,
        Objects.requireNonNullElse(effect, Effect.NONE));
  }

  LedgerEntry withoutEffect() {
    return new LedgerEntry(sequence, time, event, override, by, origin, note, null, request, null);
  }

  byte[] toLine() {
    return JournalLine.encode(Json.MAPPER, this);
  }
}
