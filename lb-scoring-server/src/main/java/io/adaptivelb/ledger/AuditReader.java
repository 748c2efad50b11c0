package io.adaptivelb.ledger;

import io.adaptivelb.api.AuditPage;
import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.api.Json;
import io.adaptivelb.journal.Segment;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the log backwards, one file at a time. */
final class AuditReader {
  private AuditReader() {}

  /**
   * A page.
   *
   * @param files oldest first
   * @param newest the last sequence that is durable; what is being written meanwhile is not shown
   */
  static AuditPage read(List<Path> files, long newest, AuditQuery query) throws IOException {
    List<AuditRecord> page = new ArrayList<>();
    for (Path file : files.reversed()) {
      if (LogDirectory.firstSequence(file) >= query.before()) {
        continue;
      }
      for (Segment.Line line : lines(file).reversed()) {
        LedgerEntry entry = line.as(Json.MAPPER, LedgerEntry.class);
        if (entry.isCheckpoint() || entry.sequence() > newest) {
          continue;
        }
        AuditRecord record = entry.record();
        if (query.matches(record)) {
          if (page.size() == query.limit()) {
            return new AuditPage(page, page.getLast().sequence());
          }
          page.add(record);
        }
      }
    }
    return new AuditPage(page, null);
  }

  private static List<Segment.Line> lines(Path file) throws IOException {
    try {
      // Any file may be the one that is being written to, so any may end within a record.
      return Segment.read(OverrideLedger.NOUN, file, true).lines();
    } catch (NoSuchFileException e) {
      // Trimmed since it was listed.
      return List.of();
    }
  }
}
