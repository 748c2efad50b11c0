package io.adaptivelb.export;

import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.parquet.DataSetWriter;
import io.adaptivelb.replay.StoredTelemetry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/** A data set of everything that a store keeps of a stretch of time: {@code lb export --store} for other commands. */
public final class StoreExport {
  private StoreExport() {}

  /** Whether there is any telemetry from a moment on. */
  public static boolean hasAny(StoredTelemetry telemetry, Instant from) {
    return telemetry.clusters().stream()
        .anyMatch(cluster -> telemetry.find(cluster, from, Instant.MAX).isPresent());
  }

  /**
   * Writes the examples of all clusters.
   *
   * @param from inclusive
   * @param out a new folder
   * @param progress hears which share is done, 0…1
   * @return how many there are
   */
  public static long write(
      StoredTelemetry telemetry, Instant from, Path out, DoubleConsumer progress) {
    StoreSource source =
        new StoreSource(telemetry, List.of(), from, Instant.MAX, ControlSettings.DEFAULTS);
    try (DataSetWriter writer = DataSetWriter.open(out, source.schema(), source.description())) {
      source.play(Optional.empty(), writer, progress);
      writer.finish();
      return writer.written();
    }
  }
}
