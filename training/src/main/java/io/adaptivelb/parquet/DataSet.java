package io.adaptivelb.parquet;

import dev.hardwood.HardwoodContext;
import io.adaptivelb.cli.UserError;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A data set on disk: a folder of part files in order of time. Opening it reads what the parts say of themselves; rows are read anew by
 * every {@link #forEach}, some row groups at a time. Immutable.
 */
public final class DataSet {
  private final Path folder;
  private final DataSchema schema;
  private final List<Part> parts;

  private DataSet(Path folder, DataSchema schema, List<Part> parts) {
    this.folder = folder;
    this.schema = schema;
    this.parts = parts;
  }

  /**
   * Opens one.
   *
   * @param schema what it must hold
   * @throws UserError naming the file and the reason: there is no part, one is cut off, foreign, of another schema (both are named)
   *     or format, or older than the part before it
   */
  public static DataSet open(Path folder, DataSchema schema) {
    DataSet opened = openOrEmpty(folder, schema);
    if (opened.parts.isEmpty()) {
      throw new UserError("%s has no part-00000.parquet; lb export writes one".formatted(folder));
    }
    return opened;
  }

  /** The same, but without any part it is empty. */
  public static DataSet openOrEmpty(Path folder, DataSchema schema) {
    List<Part> parts = new ArrayList<>();
    try (HardwoodContext context = HardwoodContext.create(1)) {
      for (Path file : PartFiles.visible(folder)) {
        Part part = Part.open(file, schema, context);
        if (!parts.isEmpty()) {
          part.requireAfter(parts.getLast());
        }
        parts.add(part);
      }
    }
    return new DataSet(folder, schema, List.copyOf(parts));
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** Its columns. */
  public DataSchema schema() {
    return schema;
  }

  /** How many part files it has. */
  public int parts() {
    return parts.size();
  }

  /** How many rows it has. */
  public long rows() {
    return parts.stream().mapToLong(Part::rows).sum();
  }

  /** The size of all its files. */
  public long bytes() {
    return parts.stream().mapToLong(part -> part.file().toFile().length()).sum();
  }

  /** The time of its first row; empty when there is none. */
  public Optional<Instant> first() {
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(parts.getFirst().footer().first());
  }

  /** The time of its last row; empty when there is none. */
  public Optional<Instant> last() {
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(parts.getLast().footer().last());
  }

  /** Where its rows come from; empty when there is none. */
  public String source() {
    return parts.isEmpty() ? "" : parts.getLast().footer().source();
  }

  /** Whether the export came to its end. */
  public boolean complete() {
    return !parts.isEmpty() && parts.getLast().footer().complete();
  }

  /**
   * Hands over all rows in order of time. Columns are decoded on all cores, rows are handed over on this thread.
   *
   * @throws UserError naming the file and the reason when it is damaged or not in order
   */
  public void forEach(RowSink sink) {
    try (HardwoodContext context = HardwoodContext.create()) {
      for (Part part : parts) {
        part.read(sink, context);
      }
    }
  }
}
