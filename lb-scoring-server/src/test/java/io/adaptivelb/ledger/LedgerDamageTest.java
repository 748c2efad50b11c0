package io.adaptivelb.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.api.Effect;
import io.adaptivelb.journal.JournalCorrupt;
import io.adaptivelb.overrides.Action;
import io.adaptivelb.overrides.Scope;
import io.adaptivelb.overrides.WeightOverride;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerDamageTest {
  private static final Actor ALICE = new Actor("alice", "test");
  private static final LedgerSettings SMALL = new LedgerSettings(100, Duration.ofDays(1), 4_096, 3);

  @TempDir
  private Path folder;

  private Instant now = Instant.parse("2026-11-23T10:00:00Z");

  @Test
  void open_cutAnywhereInTheLastRecord_keepsTheRestAndReports() throws IOException {
    fill(3);
    Path file = only();
    byte[] whole = Files.readAllBytes(file);
    int lastLine = lastLine(whole);
    // Without its newline alone the record is complete, so it is kept.
    for (int length = lastLine + 1; length < whole.length - 1; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (OverrideLedger ledger = open()) {
        assertThat(ledger.active()).hasSize(2);
        assertThat(ledger.recovery()).contains(file.toString(), "at byte " + lastLine);
        assertThat(Files.size(file)).isEqualTo(lastLine);
        create(ledger, 9);
      }
      try (OverrideLedger ledger = open()) {
        assertThat(ledger.active()).hasSize(3);
        assertThat(ledger.recovery()).isEmpty();
      }
    }
  }

  @Test
  void open_onlyTheLastNewlineMissing_losesNothing() throws IOException {
    fill(3);
    byte[] whole = Files.readAllBytes(only());
    Files.write(only(), Arrays.copyOf(whole, whole.length - 1));

    try (OverrideLedger ledger = open()) {
      assertThat(ledger.active()).hasSize(3);
      create(ledger, 9);
    }
    try (OverrideLedger ledger = open()) {
      assertThat(ledger.active()).hasSize(4);
    }
  }

  @Test
  void open_tailOfZeros_isCutOff() throws IOException {
    fill(2);
    Files.write(only(), new byte[3_000], StandardOpenOption.APPEND);
    try (OverrideLedger ledger = open()) {
      assertThat(ledger.active()).hasSize(2);
      assertThat(ledger.recovery()).contains("cut off 3000 bytes");
    }
  }

  @Test
  void open_everySingleDamagedByteBeforeTheLastRecord_isNamedAndNothingIsOverwritten()
      throws IOException {
    fill(2);
    Path file = only();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < lastLine(whole); at += 5) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x04;
      Files.write(file, damaged);

      assertThatExceptionOfType(JournalCorrupt.class)
          .isThrownBy(this::open)
          .withMessageContaining(file.toString())
          .withMessageContaining("damaged at byte")
          .withMessageContaining("sed -i.damaged");
      assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
    }
  }

  @Test
  void open_acknowledgedLastRecordDamaged_isAnErrorNotATornWrite() throws IOException {
    fill(2);
    Path file = only();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 40] ^= 0x04;
    Files.write(file, bytes);

    assertThatExceptionOfType(JournalCorrupt.class)
        .isThrownBy(this::open)
        .withMessageContaining("(line 3)");
  }

  @Test
  void open_afterTheRemedy_keepsTheOtherRecords() throws IOException {
    fill(3);
    Path file = only();
    List<String> lines = Files.readAllLines(file);
    Files.write(file, Stream.of(0, 1, 3).map(lines::get).toList());

    try (OverrideLedger ledger = open()) {
      assertThat(ledger.active()).extracting(WeightOverride::id).containsExactly("o-1", "o-3");
    }
  }

  @Test
  void open_recordFromNowhere_isAnError() throws IOException {
    fill(1);
    Path file = only();
    List<String> lines = Files.readAllLines(file);
    Files.write(file, (lines.get(1) + "\n").getBytes(UTF_8), StandardOpenOption.APPEND);

    assertThatExceptionOfType(JournalCorrupt.class)
        .isThrownBy(this::open)
        .withMessageContaining("sequence 1 follows 1");
  }

  @Test
  void rotation_keepsWhatIsInForceAndBoundsTheSize() throws IOException {
    try (OverrideLedger ledger = open()) {
      create(ledger, 1);
      for (int i = 0; i < 100; i++) {
        now = now.plusMillis(1);
        ledger.end(create(ledger, 2).id(), ALICE, Optional.empty(), Effect.NONE);
      }
      assertThat(files()).hasSize(3);
      assertThat(Files.size(files().getLast())).isLessThan(3 * 4_096);
      assertThat(ledger.audit(AuditQuery.newest(1_000)).records())
          .extracting(AuditRecord::sequence)
          .startsWith(201L, 200L, 199L)
          .isSortedAccordingTo((a, b) -> Long.compare(b, a))
          .doesNotHaveDuplicates();
    }
    try (OverrideLedger ledger = open()) {
      assertThat(ledger.active()).extracting(WeightOverride::id).containsExactly("o-1");
      assertThat(ledger.version()).isEqualTo(201);
    }
  }

  @Test
  void rotation_killedBeforeTheNewFileWasWhole_goesOnWithTheOld() throws IOException {
    fill(2);
    Path unfinished = folder.resolve("audit-0000000000000000003.jsonl.new");
    Files.writeString(unfinished, "{\"sequence\":2,");

    try (OverrideLedger ledger = open()) {
      assertThat(ledger.active()).hasSize(2);
    }
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void create_diskRefuses_isNotInForceAndRecoversByItself() throws IOException {
    boolean[] full = {false};
    try (OverrideLedger ledger = OverrideLedger.open(folder, SMALL, () -> now, descriptor -> {
      if (full[0]) {
        full[0] = false;
        throw new IOException("No space left on device");
      }
    })) {
      create(ledger, 1);
      full[0] = true;
      assertThatExceptionOfType(LedgerUnavailable.class)
          .isThrownBy(() -> create(ledger, 2))
          .withMessageContaining("No space left on device")
          .withMessageContaining("the change was not made");
      assertThat(ledger.active()).hasSize(1);
      assertThat(ledger.failure()).isPresent();

      create(ledger, 3);
      assertThat(ledger.failure()).isEmpty();
      assertThat(ledger.active()).hasSize(2);
    }
    try (OverrideLedger ledger = open()) {
      assertThat(ledger.active()).hasSize(2);
    }
  }

  @Test
  void create_diskRefusesTheRepairToo_acceptsNothingUntilARestart() throws IOException {
    boolean[] dead = {false};
    try (OverrideLedger ledger = OverrideLedger.open(folder, SMALL, () -> now, descriptor -> {
      if (dead[0]) {
        throw new IOException("I/O error");
      }
    })) {
      create(ledger, 1);
      dead[0] = true;
      assertThatExceptionOfType(LedgerUnavailable.class).isThrownBy(() -> create(ledger, 2));
      dead[0] = false;
      assertThatExceptionOfType(LedgerUnavailable.class)
          .isThrownBy(() -> create(ledger, 3))
          .withMessageContaining("restart the server");
    }
    try (OverrideLedger ledger = open()) {
      assertThat(ledger.active()).extracting(WeightOverride::id).containsExactly("o-1");
    }
  }

  @Test
  void create_onAnInterruptedThread_isStillDurable() throws IOException {
    try (OverrideLedger ledger = open()) {
      Thread.currentThread().interrupt();
      create(ledger, 1);
      assertThat(Thread.interrupted()).isTrue();
      create(ledger, 2);
    }
    try (OverrideLedger ledger = open()) {
      assertThat(ledger.active()).hasSize(2);
    }
  }

  private void fill(int count) throws IOException {
    try (OverrideLedger ledger = open()) {
      for (int i = 0; i < count; i++) {
        create(ledger, i + 1);
      }
    }
  }

  private WeightOverride create(OverrideLedger ledger, int weight) {
    WeightOverride draft = ledger.draft(
        new Scope.Everything(), new Action.Pin(weight), "alice", "why", now.plusSeconds(3_600));
    ledger.create(draft, ALICE, Effect.NONE, Optional.empty());
    return draft;
  }

  private OverrideLedger open() throws IOException {
    return OverrideLedger.open(folder, SMALL, () -> now);
  }

  private Path only() throws IOException {
    assertThat(files()).hasSize(1);
    return files().getFirst();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  private static int lastLine(byte[] bytes) {
    int i = bytes.length - 1;
    while (bytes[i - 1] != '\n') {
      i--;
    }
    return i;
  }
}
