package io.adaptivelb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.store.StoreException.Reason;
import io.adaptivelb.telemetry.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that append are killed with {@code kill -9} at moments that nobody chose. */
final class FeatureStoreKillIT {
  private static final int ROUNDS = 8;
  private static final int MOST_LINES = 400;

  @TempDir
  Path temp;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void kill_whileAppending_losesNothingAcknowledged() throws IOException, InterruptedException {
    Path folder = temp.resolve("store");
    Random random = new Random();
    int acknowledged = 0;
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged = appendAndKill(folder, acknowledged, 1 + random.nextInt(MOST_LINES));

      BitSet found = new BitSet();
      try (FeatureStore store = FeatureStore.open(folder, StoreSettings.DEFAULTS)) {
        store.read(
            Samples.CLUSTER,
            Instant.EPOCH,
            SampleKey.END,
            sample -> found.set((int) sample.outcomes().successes()));
        assertThat(store.statistics().unreadableRecords()).isZero();
        assertThat(store.statistics().recoveryDroppedBytes()).isZero();
      }
      assertThat(found.nextClearBit(0))
          .as("first missing sample of %d in round %d", acknowledged, round)
          .isGreaterThanOrEqualTo(acknowledged);
    }
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void open_whileAnotherProcessHasIt_namesTheFolder() throws IOException, InterruptedException {
    Path folder = temp.resolve("store");
    Process process = start(folder, 0);
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("50");

      assertThatThrownBy(() -> FeatureStore.open(folder, StoreSettings.DEFAULTS))
          .hasMessageContaining(folder.toString())
          .extracting("reason")
          .isEqualTo(Reason.LOCKED);
    } finally {
      process.destroyForcibly().waitFor();
    }
    FeatureStore.open(folder, StoreSettings.DEFAULTS).close();
  }

  /** Reads that many acknowledgements, kills, and returns the last one that came through. */
  private static int appendAndKill(Path folder, int first, int lines)
      throws IOException, InterruptedException {
    Process process = start(folder, first);
    int acknowledged = first;
    try (BufferedReader output = process.inputReader()) {
      for (int i = 0; i < lines; i++) {
        acknowledged = Integer.parseInt(output.readLine());
      }
      // By its handle: Process.destroyForcibly would close the pipe and lose what is in it.
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      // What it said before it died counts as well; the last line may be cut off.
      String rest = "";
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (!rest.isEmpty()) {
          acknowledged = Integer.parseInt(rest);
        }
        rest = line;
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return acknowledged;
  }

  private static Process start(Path folder, int first) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            AppendingProcess.class.getName(),
            folder.toString(),
            "" + first)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
