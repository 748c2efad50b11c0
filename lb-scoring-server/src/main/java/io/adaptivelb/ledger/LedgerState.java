package io.adaptivelb.ledger;

import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.overrides.WeightOverride;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What the log adds up to. Not thread-safe: confined to the ledger. */
final class LedgerState {
  private static final int MAX_REMEMBERED = 10_000;

  private final Map<String, LedgerEntry> active = new LinkedHashMap<>();
  private final Map<String, WeightOverride> overrides = new LinkedHashMap<>();
  private final Map<String, AuditRecord> over = bounded();
  private final Map<String, LedgerEntry> requests = bounded();
  private long sequence;
  private Instant lastCreated = Instant.EPOCH;

  /** Takes the next entry of the log; throws {@link IllegalArgumentException} when it cannot follow. */
  void apply(LedgerEntry entry) {
    if (entry.isCheckpoint()) {
      restart(entry);
      return;
    }
    AuditRecord record = entry.record();
    if (record.sequence() <= sequence) {
      throw new IllegalArgumentException(
          "sequence %d follows %d".formatted(record.sequence(), sequence));
    }
    String id = record.override().id();
    switch (record.event()) {
      case CREATED -> begin(entry);
      case ENDED, EXPIRED -> {
        active.remove(id);
        overrides.remove(id);
        over.put(id, entry.withoutEffect().record());
      }
    }
    sequence = record.sequence();
  }

  private void restart(LedgerEntry checkpoint) {
    active.clear();
    overrides.clear();
    List<LedgerEntry> carried = checkpoint.active();
    if (carried != null) {
      carried.forEach(this::begin);
    }
    sequence = checkpoint.sequence();
  }

  private void begin(LedgerEntry entry) {
    WeightOverride override = entry.record().override().toOverride();
    LedgerEntry brief = entry.withoutEffect();
    active.put(override.id(), brief);
    overrides.put(override.id(), override);
    RequestKey request = entry.request();
    if (request != null) {
      requests.put(request.key(), brief);
    }
    if (override.created().isAfter(lastCreated)) {
      lastCreated = override.created();
    }
  }

  long sequence() {
    return sequence;
  }

  Instant lastCreated() {
    return lastCreated;
  }

  List<LedgerEntry> activeEntries() {
    return List.copyOf(active.values());
  }

  List<WeightOverride> overrides() {
    return List.copyOf(overrides.values());
  }

  /** The override that has not ended; throws {@link NoSuchElementException} naming the id otherwise. */
  WeightOverride require(String id) {
    WeightOverride found = overrides.get(id);
    if (found == null) {
      throw new NoSuchElementException("there is no override \"%s\"".formatted(id));
    }
    return found;
  }

  Optional<AuditRecord> ended(String id) {
    return Optional.ofNullable(over.get(id));
  }

  Optional<LedgerEntry> request(String key) {
    return Optional.ofNullable(requests.get(key));
  }

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > MAX_REMEMBERED;
      }
    };
  }
}
