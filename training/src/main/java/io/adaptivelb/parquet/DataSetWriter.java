package io.adaptivelb.parquet;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a data set, or goes on with one. Not thread-safe.
 *
 * <p>A part becomes visible as a whole, once it is on disk, so a killed export leaves complete parts only. Parts are cut between two
 * times and never within one: an export that is run again is given the same rows from the beginning, leaves out those up to the
 * last time that is there ({@link #last}), and writes the same parts as if nothing had happened.
 *
 * <p>Whatever the disk has against it is a {@link UserError}.
 */
public final class DataSetWriter implements RowSink, AutoCloseable {
  /** Of a part, from which on it is cut when the time changes. */
  public static final int PART_ROWS = 1 << 18;

  private final Path folder;
  private final DataSchema schema;
  private final String source;
  private final int partRows;
  private final @Nullable Instant resumed;
  private final boolean complete;
  private @Nullable Instant newest;
  private int parts;
  private long written;
  private PartWriter part;

  private DataSetWriter(DataSet there, String source, int partRows) {
    folder = there.folder();
    schema = there.schema();
    this.source = source;
    this.partRows = partRows;
    parts = there.parts();
    resumed = there.last().orElse(null);
    newest = resumed;
    complete = there.complete();
    part = begin();
  }

  /** Opens a folder with the usual size of parts. */
  public static DataSetWriter open(Path folder, DataSchema schema, String source) {
    return open(folder, schema, source, PART_ROWS);
  }

  /**
   * Opens a folder, which is made if need be.
   *
   * @param source where the rows come from, with everything that changes them
   * @param partRows rows of a part, from which on it is cut when the time changes; ≥ 1
   * @throws UserError when the folder holds anything else, parts of another schema or source, or another export writes to it
   */
  public static DataSetWriter open(Path folder, DataSchema schema, String source, int partRows) {
    if (partRows < 1) {
      throw new IllegalArgumentException("partRows is %d; it must be ≥ 1".formatted(partRows));
    }
    try {
      Files.createDirectories(folder);
      DataSet there = DataSet.openOrEmpty(folder, schema);
      if (there.parts() > 0 && !there.source().equals(source)) {
        throw new UserError("%s holds rows of another export (%s; now: %s); choose another folder"
            .formatted(folder, there.source(), source));
      }
      for (Path hidden : PartFiles.hidden(folder)) {
        HiddenFile.deleteAbandoned(hidden);
      }
      return new DataSetWriter(there, source, partRows);
    } catch (IOException e) {
      throw new UserError("cannot write to %s: %s".formatted(folder, PartFiles.reason(e)), e);
    }
  }

  /** The time of the last row that was there already: rows up to it need not be given. */
  public Optional<Instant> last() {
    return Optional.ofNullable(resumed);
  }

  /** Whether the export that began it came to its end. */
  public boolean wasComplete() {
    return complete;
  }

  /** How many rows were written, without those that were there already. */
  public long written() {
    return written;
  }

  /**
   * Writes a row, unless it was there already.
   *
   * @throws IllegalArgumentException when it is older than the one before
   */
  @Override
  public void row(
      Instant exactTime, String cluster, String endpoint, float[] features, float[] targets) {
    Instant time = exactTime.truncatedTo(ChronoUnit.MILLIS);
    if (resumed != null && !time.isAfter(resumed)) {
      return;
    }
    if (newest != null && time.isBefore(newest)) {
      throw new IllegalArgumentException(
          "row of %s after one of %s; rows must come in order of time".formatted(time, newest));
    }
    newest = time;
    try {
      if (part.rows() >= partRows && !time.equals(part.last())) {
        end(false);
        part = begin();
      }
      part.write(time, cluster, endpoint, features, targets);
      written++;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Shows the last part: the data set is complete. */
  public void finish() {
    if (part.rows() > 0) {
      end(true);
    }
  }

  private PartWriter begin() {
    try {
      return new PartWriter(PartFiles.part(folder, parts), schema, source);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void end(boolean complete) {
    try {
      part.show(complete);
      part.close();
      parts++;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UserError failed(IOException e) {
    return new UserError(
        "cannot write %s: %s; the parts before it are whole, the same command goes on after them"
            .formatted(PartFiles.part(folder, parts), PartFiles.reason(e)),
        e);
  }

  /** Leaves out what was not finished. Does nothing the second time. */
  @Override
  public void close() {
    try {
      part.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
