package io.adaptivelb.config;

import io.adaptivelb.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The telemetry that is kept on disk.
 *
 * @param directory its folder; {@code telemetry} in the data directory if left out
 * @param retention older samples are deleted
 * @param cleanInterval how often that is done
 * @param memoryBytes native memory that it may use, besides some 20 MiB for compaction
 * @param syncEachAppend whether each append waits for the disk: then telemetry survives a power cut too, not only the end
 *     of the process
 * @param salvage whether a damaged store is put aside and what is readable of it copied into a new one, or the server
 *     refuses to start
 */
public record TelemetryStoreSettings(
    Optional<Path> directory,
    Duration retention,
    Duration cleanInterval,
    long memoryBytes,
    boolean syncEachAppend,
    boolean salvage) {
  /** Seven days, in the data directory. */
  public static final TelemetryStoreSettings DEFAULTS = new TelemetryStoreSettings(
      Optional.empty(),
      Duration.ofDays(7),
      Duration.ofMinutes(10),
      StoreSettings.DEFAULTS.memoryBytes(),
      StoreSettings.DEFAULTS.syncEachAppend(),
      StoreSettings.DEFAULTS.salvage());

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public TelemetryStoreSettings {
    Rules.within("retention", retention, Duration.ofMinutes(1), Duration.ofDays(3_650));
    Rules.within("cleanInterval", cleanInterval, Duration.ofSeconds(1), Duration.ofDays(1));
    Rules.bytesWithin("memoryBytes", memoryBytes, 8L << 20, 16L << 30);
  }

  /** What the store itself needs to know. */
  public StoreSettings engine() {
    return new StoreSettings(memoryBytes, syncEachAppend, salvage);
  }
}
