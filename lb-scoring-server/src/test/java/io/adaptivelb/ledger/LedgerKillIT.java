package io.adaptivelb.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.api.AuditPage;
import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.api.Effect;
import io.adaptivelb.overrides.Action;
import io.adaptivelb.overrides.Scope;
import io.adaptivelb.overrides.WeightOverride;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that creates and ends overrides, at random moments, and looks whether what it was told to be durable is
 * there: 12 lives of one ledger, small files, so that rotation is hit too.
 */
class LedgerKillIT {
  private static final int LIVES = 12;
  private static final LedgerSettings SETTINGS =
      new LedgerSettings(100, Duration.ofDays(1), 16_384, 1_000);

  @TempDir
  private Path folder;

  @Test
  void killedAtRandomMoments_losesNothingAcknowledged() throws Exception {
    Random random = new Random(3);
    Set<String> inForce = new LinkedHashSet<>();
    Set<Long> sequences = new TreeSet<>();
    int total = 0;
    for (int life = 0; life < LIVES; life++) {
      List<String> acknowledged = liveAndDie(random.nextInt(1, 200), random.nextInt(3_000_000));
      total += acknowledged.size();
      // The change under way when the process died may be durable or not: both are right.
      for (String line : acknowledged) {
        List<String> words = List.of(line.split(" ", -1));
        sequences.add(Long.parseLong(words.get(2)));
        if (words.get(0).equals("created")) {
          inForce.add(words.get(1));
        } else {
          inForce.remove(words.get(1));
        }
      }
      try (OverrideLedger ledger = OverrideLedger.open(folder, SETTINGS, InstantSource.system())) {
        Set<String> found = ledger.active().stream()
            .map(WeightOverride::id)
            .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> difference = new LinkedHashSet<>(found);
        difference.removeAll(inForce);
        Set<String> missing = new LinkedHashSet<>(inForce);
        missing.removeAll(found);
        assertThat(difference.size() + missing.size())
            .describedAs("life %d: not acknowledged %s, missing %s", life, difference, missing)
            .isLessThanOrEqualTo(1);
        if (!missing.isEmpty()) {
          // Gone only if its end was under way.
          assertThat(ledger.ended(missing.iterator().next())).isPresent();
        }
        inForce = found;
        assertThat(audited(ledger)).containsAll(sequences);
      }
    }
    assertThat(total).isGreaterThan(LIVES * 10);
  }

  private static Set<Long> audited(OverrideLedger ledger) throws IOException {
    Set<Long> all = new TreeSet<>();
    long before = Long.MAX_VALUE;
    while (true) {
      AuditPage page = ledger.audit(AuditQuery.newest(1_000).before(before));
      page.records().stream().map(AuditRecord::sequence).forEach(all::add);
      Long next = page.next();
      if (next == null) {
        return all;
      }
      before = next;
    }
  }

  /** Kills the writer some nanoseconds after it acknowledged {@code changes}; returns all that it acknowledged. */
  private List<String> liveAndDie(int changes, int nanos) throws Exception {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    Deque<String> lines = new ArrayDeque<>();
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      while (line != null) {
        lines.add(line);
        if (lines.size() == changes) {
          long until = System.nanoTime() + nanos;
          while (System.nanoTime() < until) {
            Thread.onSpinWait();
          }
          // Not by the process itself, which would close the pipe with what is still in it.
          process.toHandle().destroyForcibly();
        }
        line = output.readLine();
      }
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    assertThat(lines).describedAs("the writer died by itself").hasSizeGreaterThanOrEqualTo(changes);
    return List.copyOf(lines);
  }

  /** Creates overrides, and ends the oldest when there are more than five, for as long as it lives. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      Actor actor = new Actor("writer", "test");
      try (OverrideLedger ledger =
          OverrideLedger.open(Path.of(arguments[0]), SETTINGS, InstantSource.system())) {
        Deque<String> mine = new ArrayDeque<>();
        ledger.active().forEach(override -> mine.add(override.id()));
        while (true) {
          AuditRecord record;
          if (mine.size() > 5) {
            record = ledger.end(mine.removeFirst(), actor, Optional.empty(), Effect.NONE);
          } else {
            WeightOverride draft = ledger.draft(
                new Scope.Everything(),
                new Action.Pin(1),
                "writer",
                "because ".repeat(20),
                InstantSource.system().instant().plusSeconds(80_000));
            record = ledger.create(draft, actor, Effect.NONE, Optional.empty());
            mine.add(draft.id());
          }
          String what = record.event() == AuditRecord.Event.CREATED ? "created " : "ended ";
          System.out.println(what + record.override().id() + " " + record.sequence());
          System.out.flush();
        }
      }
    }
  }
}
