package io.adaptivelb.admin;

import io.adaptivelb.api.AuditPage;
import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.api.ChangeResult;
import io.adaptivelb.api.Effect;
import io.adaptivelb.api.OverrideDocument;
import io.adaptivelb.api.OverrideList;
import io.adaptivelb.api.Problem.FieldError;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.ledger.Actor;
import io.adaptivelb.ledger.AuditQuery;
import io.adaptivelb.ledger.OverrideLedger;
import io.adaptivelb.ledger.RequestKey;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.weights.WeightSnapshot;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every change of the overrides passes, one at a time: the effect is computed, the change made durable, then put in
 * force. Thread-safe.
 *
 * <p>The order is the promise: what is in force because of a person is in the ledger; what is in the ledger is in force, or
 * will be at the loop's next tick.
 */
public final class OverrideDesk {
  private static final Logger LOG = LoggerFactory.getLogger(OverrideDesk.class);

  private final OverrideLedger ledger;
  private final ControlPlane plane;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final ReentrantLock turn = new ReentrantLock();

  /** A desk; the only one that writes to the ledger. */
  public OverrideDesk(
      OverrideLedger ledger, ControlPlane plane, InstantSource clock, MeterRegistry meters) {
    this.ledger = ledger;
    this.plane = plane;
    this.clock = clock;
    this.meters = meters;
    Gauge.builder("adaptivelb.overrides.active", ledger, open -> open.active().size())
        .description("Overrides in force")
        .register(meters);
  }

  /** The overrides in force. */
  public OverrideList list() {
    // The version first: a change in between makes it look older than it is, which If-Match then
    // refuses.
    long version = ledger.version();
    return new OverrideList(
        version, ledger.active().stream().map(OverrideDocument::of).toList());
  }

  /** The override in force, or a problem that says how it ended. */
  OverrideDocument get(String id) {
    return OverrideDocument.of(require(id));
  }

  /** A page of the audit log. */
  AuditPage audit(AuditQuery query) {
    try {
      return ledger.audit(query);
    } catch (IOException e) {
      throw new ProblemException(500, "audit_unreadable", String.valueOf(e.getMessage()));
    }
  }

  ChangeResult create(
      OverrideRequest wish,
      Actor actor,
      boolean dryRun,
      OptionalLong ifMatch,
      Optional<RequestKey> key) {
    turn.lock();
    try {
      Optional<ChangeResult> earlier = dryRun ? Optional.empty() : key.flatMap(this::replay);
      if (earlier.isPresent()) {
        return earlier.get();
      }
      requireVersion(ifMatch);
      Members.require(wish.scope(), plane.snapshots());
      WeightOverride draft = draft(wish);
      List<WeightOverride> wanted = new ArrayList<>(ledger.active());
      List<String> warnings = Warnings.shadowed(draft, wanted);
      wanted.add(draft);
      Preview preview = preview(wanted);
      warnings.addAll(preview.warnings());
      long version = ledger.version();
      if (!dryRun) {
        AuditRecord record = ledger.create(draft, actor, preview.effect(), key);
        settle(record, warnings);
      }
      return new ChangeResult(
          dryRun, false, OverrideDocument.of(draft), preview.effect(), warnings, version);
    } finally {
      turn.unlock();
    }
  }

  ChangeResult end(
      String id, Actor actor, Optional<String> note, boolean dryRun, OptionalLong ifMatch) {
    turn.lock();
    try {
      requireVersion(ifMatch);
      WeightOverride ending = require(id);
      Preview preview = preview(
          ledger.active().stream().filter(override -> !override.id().equals(id)).toList());
      List<String> warnings = new ArrayList<>(preview.warnings());
      long version = ledger.version();
      if (!dryRun) {
        AuditRecord record = ledger.end(id, actor, note, preview.effect());
        settle(record, warnings);
      }
      return new ChangeResult(
          dryRun, false, OverrideDocument.of(ending), preview.effect(), warnings, version);
    } finally {
      turn.unlock();
    }
  }

  /**
   * Records the overrides whose time is over and puts the rest in force. To be called every few hundred milliseconds.
   *
   * @return how many ended
   */
  public int expireDue() {
    if (ledger.due().isEmpty()) {
      return 0;
    }
    turn.lock();
    try {
      List<WeightOverride> due = ledger.due();
      Effect effect = due.isEmpty() ? Effect.NONE : preview(ledger.active()).effect();
      for (WeightOverride override : due) {
        // What several that end together do is told once.
        settle(ledger.expire(override.id(), effect), new ArrayList<>());
        effect = Effect.NONE;
      }
      return due.size();
    } finally {
      turn.unlock();
    }
  }

  private Optional<ChangeResult> replay(RequestKey key) {
    return ledger.request(key.key()).map(known -> {
      if (!known.fingerprint().equals(key.fingerprint())) {
        throw new ProblemException(
            422,
            "idempotency_key_reused",
            "Idempotency-Key %s came before with another request, which made %s"
                .formatted(Fields.quote(key.key()), known.record().override().id()));
      }
      long sequence = known.record().sequence();
      OverrideDocument made = known.record().override();
      return new ChangeResult(false, true, made, recorded(sequence), List.of(), sequence - 1);
    });
  }

  /** The effect of a change as it was recorded; none when the record was deleted for its age. */
  private Effect recorded(long sequence) {
    AuditQuery query = AuditQuery.newest(1).before(sequence + 1);
    try {
      return ledger.audit(query).records().stream()
          .filter(record -> record.sequence() == sequence)
          .map(AuditRecord::effect)
          .findFirst()
          .orElse(Effect.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireVersion(OptionalLong ifMatch) {
    if (ifMatch.isPresent() && ifMatch.getAsLong() != ledger.version()) {
      throw new ProblemException(
          412,
          "overrides_changed",
          "the overrides changed since (version %d, now %d); look again before you go on"
              .formatted(ifMatch.getAsLong(), ledger.version()));
    }
  }

  private WeightOverride draft(OverrideRequest wish) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    try {
      return ledger.draft(
          wish.scope(), wish.action(), wish.owner(), wish.reason(), wish.expiry(now));
    } catch (IllegalArgumentException e) {
      String field = wish.length().isPresent() ? "duration" : "expires";
      throw new ProblemException(
          400,
          "invalid_body",
          "field %s: %s".formatted(field, e.getMessage()),
          List.of(new FieldError(field, String.valueOf(e.getMessage()))));
    }
  }

  private WeightOverride require(String id) {
    return ledger
        .find(id)
        .orElseThrow(() -> ledger
            .ended(id)
            .map(record -> new ProblemException(
                410,
                "override_over",
                "override %s is over: %s at %s by %s"
                    .formatted(
                        id,
                        record.event() == AuditRecord.Event.EXPIRED ? "it expired" : "ended",
                        record.time(),
                        record.by())))
            .orElseGet(() -> new ProblemException(
                404,
                "no_such_override",
                "there is no override %s%s"
                    .formatted(
                        Fields.quote(id),
                        Hint.nearest(
                            id, ledger.active().stream().map(WeightOverride::id).toList())))));
  }

  private Preview preview(List<WeightOverride> wanted) {
    Map<ClusterId, WeightSnapshot> before = plane.snapshots();
    Map<ClusterId, WeightSnapshot> after = plane.preview(wanted);
    return new Preview(Effect.between(before, after), Warnings.panic(before, after));
  }

  /** Puts in force what the ledger has by now. */
  private void settle(AuditRecord record, List<String> warnings) {
    Counter.builder("adaptivelb.overrides.changes")
        .description("Overrides that began or ended")
        .tag("event", record.event().name().toLowerCase(Locale.ROOT))
        .register(meters)
        .increment();
    try {
      plane.apply(ledger.active());
    } catch (RuntimeException e) {
      LOG.warn("override {} is recorded but not in force yet", record.override().id(), e);
      warnings.add("it is recorded, but not in force yet: the loop takes it up at its next tick");
    }
  }

  private record Preview(Effect effect, List<String> warnings) {}
}
