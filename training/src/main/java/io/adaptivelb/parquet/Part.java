package io.adaptivelb.parquet;

import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnSchema;
import dev.hardwood.schema.FileSchema;
import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One part file, as it describes itself. Immutable.
 *
 * @param file where it is
 * @param schema of its rows
 * @param rows how many
 * @param footer what it says of itself
 */
record Part(Path file, DataSchema schema, long rows, Footer footer) {
  /** The reader tells on standard error what it does without; held, for loggers are forgotten otherwise. */
  private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

  static {
    LIBRARY.setLevel(Level.WARNING);
  }

  /** Reads the end of a file; throws {@link UserError} naming the file and what is wrong with it. */
  static Part open(Path file, DataSchema schema, HardwoodContext context) {
    try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file), context)) {
      Footer footer = Footer.of(reader.getFileMetaData().keyValueMetadata());
      if (!footer.schema().equals(schema.id())) {
        throw new IllegalArgumentException(
            "it holds schema %s, this program wants %s; export it anew"
                .formatted(footer.schema(), schema.id()));
      }
      requireColumns(reader.getFileSchema(), schema);
      requireZstd(reader.getFileMetaData());
      return new Part(file, schema, reader.getFileMetaData().numRows(), footer);
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  /** Types of the columns, in any order, no other ones. */
  private static void requireColumns(FileSchema found, DataSchema schema) {
    Map<String, PhysicalType> wanted = new HashMap<>();
    wanted.put(DataSchema.TIME, PhysicalType.INT64);
    wanted.put(DataSchema.CLUSTER, PhysicalType.BYTE_ARRAY);
    wanted.put(DataSchema.ENDPOINT, PhysicalType.BYTE_ARRAY);
    schema.floatColumns().forEach(name -> wanted.put(name, PhysicalType.FLOAT));
    for (ColumnSchema column : found.getColumns()) {
      String name = column.fieldPath().toString();
      PhysicalType type = wanted.remove(name);
      if (type == null) {
        throw new IllegalArgumentException(
            "it has a column %s, which schema %s has not".formatted(name, schema.id()));
      }
      if (column.type() != type) {
        throw new IllegalArgumentException(
            "its column %s is of type %s; it must be %s".formatted(name, column.type(), type));
      }
    }
    if (!wanted.isEmpty()) {
      throw new IllegalArgumentException("it has no column %s, which schema %s has"
          .formatted(List.copyOf(wanted.keySet()).getFirst(), schema.id()));
    }
  }

  /** What we write, and Python on demand. */
  private static void requireZstd(FileMetaData file) {
    for (RowGroup group : file.rowGroups()) {
      for (ColumnChunk column : group.columns()) {
        CompressionCodec codec = column.metaData().codec();
        if (codec != CompressionCodec.ZSTD && codec != CompressionCodec.UNCOMPRESSED) {
          throw new IllegalArgumentException(
              "it is compressed with %s; write it with zstd".formatted(codec));
        }
      }
    }
  }

  /** Makes sure that it goes on where another one ends. */
  void requireAfter(Part before) {
    if (!footer.first().isAfter(before.footer.last())) {
      throw new UserError("%s begins at %s, %s ends at %s; parts must follow one another in time"
          .formatted(file, footer.first(), before.file.getFileName(), before.footer.last()));
    }
    if (!footer.source().equals(before.footer.source())) {
      throw new UserError("%s holds rows of %s, %s of %s; parts must be of one export"
          .formatted(file, footer.source(), before.file.getFileName(), before.footer.source()));
    }
  }

  void read(RowSink sink, HardwoodContext context) {
    try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file), context)) {
      new PartReader(schema, footer, sink).read(reader);
    } catch (DamagedPart | IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UserError unreadable(Path file, Exception cause) {
    String message = cause instanceof IOException io ? PartFiles.reason(io) : cause.getMessage();
    // The library puts the name in front.
    String reason = String.valueOf(message).replaceFirst("^\\[[^]]*] ", "");
    return new UserError("%s cannot be read: %s".formatted(file, reason), cause);
  }
}
