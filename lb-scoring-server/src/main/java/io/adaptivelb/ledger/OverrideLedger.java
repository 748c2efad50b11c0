package io.adaptivelb.ledger;

import io.adaptivelb.api.AuditPage;
import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.api.AuditRecord.Event;
import io.adaptivelb.api.Effect;
import io.adaptivelb.api.Json;
import io.adaptivelb.api.OverrideDocument;
import io.adaptivelb.journal.JournalCorrupt;
import io.adaptivelb.journal.JournalFile;
import io.adaptivelb.journal.Segment;
import io.adaptivelb.overrides.Action;
import io.adaptivelb.overrides.Scope;
import io.adaptivelb.overrides.WeightOverride;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The overrides in force and everything that ever happened to them. Thread-safe; reads do not wait for writes.
 *
 * <p>One append-only log is both: each change is one line, forced to disk before the call returns, so that an override
 * that was acknowledged and its audit record survive {@code kill -9} together or not at all. When a file grows beyond its
 * bound the next one begins with a checkpoint of what is in force, and the oldest is deleted. A record whose writing was
 * cut short (it was never acknowledged) is cut off at the next start; any other damage is a {@link JournalCorrupt}.
 *
 * <p>Callers that compute an {@link Effect} first must keep other writers out meanwhile.
 */
public final class OverrideLedger implements AutoCloseable {
  /** What its files are called in errors. */
  static final String NOUN = "audit file";

  private static final Logger LOG = LoggerFactory.getLogger(OverrideLedger.class);

  private final LogDirectory directory;
  private final LedgerSettings settings;
  private final InstantSource clock;
  private final JournalFile.Sync sync;
  private final LedgerState state = new LedgerState();
  private final String recovery;

  private JournalFile file;
  private boolean broken;
  private long checkpointBytes;
  private volatile View view;
  private volatile @Nullable String failure;

  /**
   * Opens the ledger in a folder of its own, which is made if need be.
   *
   * @throws JournalCorrupt naming file, place and remedy, when a record was damaged after it was written
   * @throws IOException when the folder cannot be used, or another server uses it
   */
  public static OverrideLedger open(Path folder, LedgerSettings settings, InstantSource clock)
      throws IOException {
    return open(folder, settings, clock, descriptor -> descriptor.sync());
  }

  static OverrideLedger open(
      Path folder, LedgerSettings settings, InstantSource clock, JournalFile.Sync sync)
      throws IOException {
    LogDirectory directory = new LogDirectory(folder);
    try {
      return new OverrideLedger(directory, settings, clock, sync);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private OverrideLedger(
      LogDirectory directory, LedgerSettings settings, InstantSource clock, JournalFile.Sync sync)
      throws IOException {
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
    this.sync = sync;
    List<Path> found = directory.segments();
    if (found.isEmpty()) {
      recovery = "";
      file = begin();
    } else {
      Segment last = replay(found);
      recovery = last.tornBytes() == 0
          ? ""
          : "%s: cut off %d bytes at byte %d, a change that was never acknowledged"
              .formatted(last.file(), last.tornBytes(), last.intactBytes());
      if (!recovery.isEmpty()) {
        LOG.warn("{}", recovery);
      }
      file = new JournalFile(last.file(), last.intactBytes(), sync);
      if (last.newlineMissing()) {
        file.append(new byte[] {'\n'});
      }
    }
    view = view();
  }

  /** Reads all files, so that damage shows at the start and not years later; applies them from the oldest on. */
  private Segment replay(List<Path> files) throws IOException {
    Segment segment = Segment.read(NOUN, files.getFirst(), files.size() == 1);
    for (int i = 0; ; i++) {
      for (Segment.Line line : segment.lines()) {
        LedgerEntry entry = line.as(Json.MAPPER, LedgerEntry.class);
        try {
          state.apply(entry);
        } catch (IllegalArgumentException e) {
          throw line.corrupt(String.valueOf(e.getMessage()));
        }
      }
      if (i + 1 == files.size()) {
        return segment;
      }
      segment = Segment.read(NOUN, files.get(i + 1), i + 2 == files.size());
    }
  }

  /** The overrides in force now, in the order of their creation. */
  public List<WeightOverride> active() {
    Instant now = clock.instant();
    return view.overrides.stream().filter(override -> override.activeAt(now)).toList();
  }

  /** Rises with every change: two equal versions mean the same overrides, but for those that expired meanwhile. */
  public long version() {
    return view.version;
  }

  /** The override that is in force. */
  public Optional<WeightOverride> find(String id) {
    return active().stream().filter(override -> override.id().equals(id)).findFirst();
  }

  /** How an override that is over came to its end, as far back as is remembered. */
  public synchronized Optional<AuditRecord> ended(String id) {
    return state.ended(id);
  }

  /** The record of the request that was sent with that key before, without its effect. */
  public synchronized Optional<KnownRequest> request(String key) {
    return state
        .request(key)
        .map(entry -> new KnownRequest(
            entry.record(), entry.request() == null ? "" : entry.request().fingerprint()));
  }

  /**
   * An override that could be created now; nothing is recorded yet.
   *
   * @throws IllegalArgumentException naming the value and the rule that it breaks
   */
  public synchronized WeightOverride draft(
      Scope scope, Action action, String owner, String reason, Instant expires) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (!expires.isAfter(now)) {
      throw new IllegalArgumentException("expiry %s is not after now, %s".formatted(expires, now));
    }
    if (Duration.between(now, expires).compareTo(settings.maxDuration()) > 0) {
      throw new IllegalArgumentException("expiry %s is more than %d hours away, the longest allowed"
          .formatted(expires, settings.maxDuration().toHours()));
    }
    // Of two overrides the later wins, so no two may be created at the same time.
    Instant next = state.lastCreated().plusMillis(1);
    Instant created = now.isBefore(next) && next.isBefore(expires) ? next : now;
    return new WeightOverride(
        "o-" + (state.sequence() + 1), scope, action, owner, reason, created, expires);
  }

  /**
   * Puts a {@link #draft} in force.
   *
   * @throws LedgerFull when there are too many
   * @throws LedgerUnavailable when it cannot be made durable; it is then not in force
   * @throws IllegalStateException when another change came in between
   */
  public synchronized AuditRecord create(
      WeightOverride draft, Actor actor, Effect effect, Optional<RequestKey> request) {
    if (!draft.id().equals("o-" + (state.sequence() + 1))) {
      throw new IllegalStateException("%s was drafted before another change".formatted(draft.id()));
    }
    int active = active().size();
    if (active >= settings.maxActive()) {
      throw new LedgerFull(active);
    }
    return append(Event.CREATED, draft, actor, null, effect, request.orElse(null));
  }

  /**
   * Ends an override before its time.
   *
   * @throws NoSuchElementException when there is none with that id
   * @throws LedgerUnavailable when that cannot be made durable; it is then still in force
   */
  public synchronized AuditRecord end(
      String id, Actor actor, Optional<String> note, Effect effect) {
    return append(Event.ENDED, state.require(id), actor, note.orElse(null), effect, null);
  }

  /** The overrides whose time is over and of which that was not recorded yet. */
  public List<WeightOverride> due() {
    Instant now = clock.instant();
    return view.overrides.stream().filter(override -> !override.activeAt(now)).toList();
  }

  /** Records that an override's time was over; the same errors as {@link #end}. */
  public synchronized AuditRecord expire(String id, Effect effect) {
    return append(Event.EXPIRED, state.require(id), Actor.CLOCK, null, effect, null);
  }

  /**
   * A page of the audit log.
   *
   * @throws JournalCorrupt when a file was damaged since the start
   */
  public AuditPage audit(AuditQuery query) throws IOException {
    View now = view;
    List<Path> files;
    synchronized (this) {
      files = directory.segments();
    }
    return AuditReader.read(files, now.version, query);
  }

  /** What was cut off when the ledger was opened, for people; empty when nothing was. */
  public String recovery() {
    return recovery;
  }

  /** Why changes cannot be made durable at present, for people; empty when they can. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** How much room there is for changes. */
  public long freeBytes() throws IOException {
    return directory.freeBytes();
  }

  private AuditRecord append(
      Event event,
      WeightOverride override,
      Actor actor,
      @Nullable String note,
      Effect effect,
      @Nullable RequestKey request) {
    AuditRecord record = new AuditRecord(
        state.sequence() + 1,
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        event,
        OverrideDocument.of(override),
        actor.by(),
        actor.origin(),
        note,
        effect);
    LedgerEntry entry = LedgerEntry.change(record, request);
    write(entry.toLine());
    state.apply(entry);
    view = view();
    rotateIfLarge();
    return record;
  }

  private void write(byte[] line) {
    if (broken) {
      throw new LedgerUnavailable(
          "the audit log could not be repaired after a failed write; restart the server");
    }
    try {
      file.append(line);
      failure = null;
    } catch (IOException e) {
      broken = e instanceof JournalFile.Broken;
      String what = "cannot write %s: %s".formatted(file.path(), e.getMessage());
      failure = what;
      throw new LedgerUnavailable(what + "; the change was not made", e);
    }
  }

  private void rotateIfLarge() {
    if (file.length() <= Math.max(settings.segmentBytes(), 2 * checkpointBytes)) {
      return;
    }
    JournalFile old = file;
    try {
      file = begin();
      old.close();
      directory.trim(settings.segments());
    } catch (IOException e) {
      // The change itself is durable in the old file, which goes on being used.
      LOG.warn("cannot begin a new audit file after {}: {}", old.path(), e.getMessage());
    }
  }

  private JournalFile begin() throws IOException {
    byte[] checkpoint = LedgerEntry.checkpoint(
            state.sequence(), clock.instant().truncatedTo(ChronoUnit.MILLIS), state.activeEntries())
        .toLine();
    Path path = directory.create(state.sequence() + 1, checkpoint, sync);
    checkpointBytes = checkpoint.length;
    return new JournalFile(path, checkpoint.length, sync);
  }

  private View view() {
    return new View(state.sequence(), state.overrides());
  }

  @Override
  public synchronized void close() throws IOException {
    try (directory) {
      file.close();
    }
  }

  private record View(long version, List<WeightOverride> overrides) {}

  /**
   * A request that came before.
   *
   * @param record what it did
   * @param fingerprint of its content
   */
  public record KnownRequest(AuditRecord record, String fingerprint) {}
}
