package io.adaptivelb.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.adaptivelb.api.AuditPage;
import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.api.AuditRecord.Event;
import io.adaptivelb.api.Effect;
import io.adaptivelb.api.WeightChange;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.overrides.Action;
import io.adaptivelb.overrides.Scope;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.weights.HealthStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverrideLedgerTest {
  private static final ClusterId CHECKOUT = new ClusterId("checkout");
  private static final EndpointId FIRST = new EndpointId("10.0.0.1", 80);
  private static final Scope ONE = new Scope.OfEndpoint(CHECKOUT, FIRST);
  private static final Actor ALICE = new Actor("alice", "rest 127.0.0.1 curl");
  private static final Effect EFFECT = new Effect(
      1,
      List.of(new WeightChange(
          "checkout", "10.0.0.1:80", 1_000, 10, HealthStatus.HEALTHY, HealthStatus.DRAINING)));

  @TempDir
  private Path folder;

  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private OverrideLedger ledger;

  @BeforeEach
  void open() throws IOException {
    ledger = OverrideLedger.open(folder, LedgerSettings.DEFAULT, () -> now);
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  @Test
  void create_isInForceAndAudited() throws IOException {
    WeightOverride pin = create(ONE, new Action.Pin(10));

    assertThat(ledger.active()).containsExactly(pin);
    AuditRecord record = ledger.audit(AuditQuery.newest(10)).records().getFirst();
    assertThat(record.event()).isEqualTo(Event.CREATED);
    assertThat(record.by()).isEqualTo("alice");
    assertThat(record.origin()).isEqualTo("rest 127.0.0.1 curl");
    assertThat(record.time()).isEqualTo(now);
    assertThat(record.override().toOverride()).isEqualTo(pin);
    assertThat(record.effect()).isEqualTo(EFFECT);
  }

  @Test
  void reopen_keepsEveryKindOfOverrideAndTheLog() throws IOException {
    List<WeightOverride> all = List.of(
        create(ONE, new Action.Pin(10)),
        create(new Scope.OfCluster(CHECKOUT), new Action.Floor(20)),
        create(new Scope.Everything(), new Action.Freeze()),
        create(ONE, new Action.Cap(30)),
        create(ONE, new Action.Drain()),
        create(new Scope.OfEndpoint(CHECKOUT, new EndpointId("::1", 80)), new Action.Boost(0.5)));
    AuditPage before = ledger.audit(AuditQuery.newest(10));

    reopen();

    assertThat(ledger.active()).isEqualTo(all);
    assertThat(ledger.version()).isEqualTo(6);
    assertThat(ledger.audit(AuditQuery.newest(10))).isEqualTo(before);
    assertThat(ledger.recovery()).isEmpty();
  }

  @Test
  void end_endsItOnceAndRemembersWho() throws IOException {
    WeightOverride pin = create(ONE, new Action.Pin(10));
    ledger.end(pin.id(), new Actor("bob", "rest"), Optional.of("fixed"), Effect.NONE);

    assertThat(ledger.active()).isEmpty();
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> ledger.end(pin.id(), ALICE, Optional.empty(), Effect.NONE))
        .withMessageContaining("\"o-1\"");
    reopen();
    assertThat(ledger.active()).isEmpty();
    AuditRecord ended = ledger.ended(pin.id()).orElseThrow();
    assertThat(ended.by()).isEqualTo("bob");
    assertThat(ended.note()).isEqualTo("fixed");
  }

  @Test
  void expiry_endsByItselfAndIsRecordedOnce() throws IOException {
    WeightOverride pin = create(ONE, new Action.Pin(10));
    now = pin.expires().minusMillis(1);
    assertThat(ledger.active()).containsExactly(pin);
    assertThat(ledger.due()).isEmpty();

    now = pin.expires();
    assertThat(ledger.active()).isEmpty();
    assertThat(ledger.find(pin.id())).isEmpty();
    assertThat(ledger.due()).containsExactly(pin);
    ledger.expire(pin.id(), EFFECT);

    assertThat(ledger.due()).isEmpty();
    AuditRecord record = ledger.audit(AuditQuery.newest(1)).records().getFirst();
    assertThat(record.event()).isEqualTo(Event.EXPIRED);
    assertThat(record.by()).isEqualTo("clock");
    reopen();
    assertThat(ledger.due()).isEmpty();
  }

  @Test
  void expiry_whileTheServerWasDown_isDueAfterTheRestart() throws IOException {
    WeightOverride pin = create(ONE, new Action.Pin(10));
    now = pin.expires().plusSeconds(3_600);
    reopen();

    assertThat(ledger.active()).isEmpty();
    assertThat(ledger.due()).containsExactly(pin);
  }

  @Test
  void draft_twoInTheSameMillisecond_areOrdered() {
    WeightOverride first = create(ONE, new Action.Pin(10));
    WeightOverride second = create(ONE, new Action.Pin(20));

    assertThat(second.created()).isAfter(first.created());
  }

  @Test
  void draft_clockSetBack_isStillOrdered() {
    WeightOverride first = create(ONE, new Action.Pin(10));
    now = now.minusSeconds(60);

    assertThat(create(ONE, new Action.Pin(20)).created()).isAfter(first.created());
  }

  @Test
  void draft_breakingARule_namesValueAndRule() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.draft(ONE, new Action.Drain(), "alice", "x", now))
        .withMessageContaining(now.toString());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.draft(
            ONE, new Action.Drain(), "alice", "x", now.plus(Duration.ofDays(30)).plusMillis(1)))
        .withMessageContaining("720 hours");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.draft(ONE, new Action.Drain(), " ", "x", now.plusSeconds(1)))
        .withMessageContaining("owner");
  }

  @Test
  void create_draftOlderThanAnotherChange_isRefused() {
    WeightOverride stale = draft(ONE, new Action.Drain());
    create(ONE, new Action.Pin(10));

    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.create(stale, ALICE, EFFECT, Optional.empty()));
  }

  @Test
  void create_beyondTheMost_isRefused() throws IOException {
    ledger.close();
    ledger = OverrideLedger.open(
        folder, new LedgerSettings(2, Duration.ofHours(2), 1 << 20, 2), () -> now);
    create(ONE, new Action.Pin(10));
    create(ONE, new Action.Pin(20));

    assertThatExceptionOfType(LedgerFull.class)
        .isThrownBy(() -> create(ONE, new Action.Pin(30)))
        .withMessageContaining("2 overrides are in force");
  }

  @Test
  void request_isKnownAcrossARestart() throws IOException {
    RequestKey key = new RequestKey("k-1", "abc");
    WeightOverride draft = draft(ONE, new Action.Drain());
    AuditRecord record = ledger.create(draft, ALICE, EFFECT, Optional.of(key));

    reopen();

    OverrideLedger.KnownRequest known = ledger.request("k-1").orElseThrow();
    assertThat(known.fingerprint()).isEqualTo("abc");
    assertThat(known.record().override()).isEqualTo(record.override());
    assertThat(ledger.request("k-2")).isEmpty();
  }

  @Test
  void open_whileAnotherServerUsesIt_isRefused() {
    assertThatIOException()
        .isThrownBy(() -> OverrideLedger.open(folder, LedgerSettings.DEFAULT, () -> now))
        .withMessageContaining("in use by another server");
  }

  @Test
  void audit_filtersAndPages() throws IOException {
    EndpointId second = new EndpointId("10.0.0.2", 80);
    create(ONE, new Action.Pin(1));
    create(new Scope.OfEndpoint(CHECKOUT, second), new Action.Pin(2));
    create(new Scope.OfCluster(new ClusterId("search")), new Action.Pin(3));
    now = now.plusSeconds(60);
    create(new Scope.Everything(), new Action.Pin(4));
    ledger.end("o-1", new Actor("bob", "rest"), Optional.empty(), Effect.NONE);

    assertThat(sequences(query(100))).containsExactly(5L, 4L, 3L, 2L, 1L);
    AuditPage first = ledger.audit(query(2));
    assertThat(sequences(query(2))).containsExactly(5L, 4L);
    assertThat(first.next()).isEqualTo(4);
    assertThat(sequences(before(4, 2))).containsExactly(3L, 2L);
    assertThat(sequences(before(2, 2))).containsExactly(1L);
    assertThat(ledger.audit(before(2, 2)).next()).isNull();
    assertThat(sequences(filter("event=ENDED"))).containsExactly(5L);
    assertThat(sequences(filter("cluster=checkout"))).containsExactly(5L, 4L, 2L, 1L);
    assertThat(sequences(filter("endpoint=10.0.0.2:80"))).containsExactly(4L, 2L);
    assertThat(sequences(filter("person=bob"))).containsExactly(5L);
    assertThat(sequences(filter("override=o-1"))).containsExactly(5L, 1L);
    assertThat(sequences(filter("since=2026-11-23T10:00:30Z"))).containsExactly(5L, 4L);
    assertThat(sequences(filter("until=2026-11-23T10:00:30Z"))).containsExactly(3L, 2L, 1L);
    assertThatIllegalArgumentException().isThrownBy(() -> query(0));
    assertThatIllegalArgumentException().isThrownBy(() -> query(1_001));
  }

  @Test
  void actor_hostileOrigin_staysOneShortLine() {
    assertThat(new Actor("x", "a\nb\u0000" + "c".repeat(500)).origin())
        .hasSize(200)
        .startsWith("a?b?c");
  }

  @Test
  void files_areReadable() throws IOException {
    create(ONE, new Action.Pin(10));
    List<String> lines = Files.readAllLines(folder.resolve("audit-0000000000000000001.jsonl"));

    assertThat(lines).hasSize(2);
    assertThat(lines.get(1))
        .contains("\"event\":\"CREATED\"")
        .contains("\"endpoint\":\"10.0.0.1:80\"")
        .contains("\"created\":\"2026-11-23T10:00:00Z\"")
        .matches(".*,\"crc\":\"[0-9a-f]{8}\"}");
  }

  private WeightOverride draft(Scope scope, Action action) {
    return ledger.draft(scope, action, "alice", "deploy", now.plusSeconds(1_800));
  }

  private WeightOverride create(Scope scope, Action action) {
    WeightOverride draft = draft(scope, action);
    ledger.create(draft, ALICE, EFFECT, Optional.empty());
    return draft;
  }

  private void reopen() throws IOException {
    ledger.close();
    open();
  }

  private List<Long> sequences(AuditQuery query) throws IOException {
    return ledger.audit(query).records().stream().map(AuditRecord::sequence).toList();
  }

  private static AuditQuery query(int limit) {
    return AuditQuery.newest(limit);
  }

  private static AuditQuery before(long before, int limit) {
    return AuditQuery.newest(limit).before(before);
  }

  private static AuditQuery filter(String filter) {
    String name = filter.substring(0, filter.indexOf('='));
    Optional<String> value = Optional.of(filter.substring(filter.indexOf('=') + 1));
    return new AuditQuery(
        100,
        Long.MAX_VALUE,
        name.equals("event") ? value.map(Event::valueOf) : Optional.empty(),
        name.equals("cluster") ? value.map(ClusterId::new) : Optional.empty(),
        name.equals("endpoint") ? value.map(EndpointId::parse) : Optional.empty(),
        name.equals("person") ? value : Optional.empty(),
        name.equals("override") ? value : Optional.empty(),
        name.equals("since") ? value.map(Instant::parse) : Optional.empty(),
        name.equals("until") ? value.map(Instant::parse) : Optional.empty());
  }
}
