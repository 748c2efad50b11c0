package io.adaptivelb.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Writes one part. By columns, below the library's record writer: that one cannot do without Hadoop. Holds one row group in
 * memory.
 */
final class PartWriter implements AutoCloseable {
  /** Of a row group: 33k rows of 150 columns are 20 MB. */
  private static final int GROUP_ROWS = 1 << 15;

  private static final int TRUNCATE_LENGTH = 64;

  private final DataSchema schema;
  private final String source;
  private final HiddenFile file;
  private final ZstdPages codec = new ZstdPages();
  private final MessageType columns;
  private final ParquetProperties properties;
  private final ParquetFileWriter writer;
  private @Nullable Group group;
  private @Nullable Instant first;
  private @Nullable Instant last;
  private long rows;

  PartWriter(Path visible, DataSchema schema, String source) throws IOException {
    this.schema = schema;
    this.source = source;
    columns = columns(schema);
    properties = ParquetProperties.builder()
        .withDictionaryEncoding(false)
        .withDictionaryEncoding(DataSchema.CLUSTER, true)
        .withDictionaryEncoding(DataSchema.ENDPOINT, true)
        .withAllocator(HeapByteBufferAllocator.getInstance())
        .build();
    file = new HiddenFile(visible);
    writer = new ParquetFileWriter(
        file, columns, ParquetFileWriter.Mode.CREATE, 1, 0, TRUNCATE_LENGTH, TRUNCATE_LENGTH, true);
    writer.start();
  }

  private static MessageType columns(DataSchema schema) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    message
        .required(PrimitiveTypeName.INT64)
        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
        .named(DataSchema.TIME);
    for (String name : List.of(DataSchema.CLUSTER, DataSchema.ENDPOINT)) {
      message
          .required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named(name);
    }
    schema
        .floatColumns()
        .forEach(name -> message.required(PrimitiveTypeName.FLOAT).named(name));
    return message.named("examples");
  }

  long rows() {
    return rows;
  }

  @Nullable
  Instant last() {
    return last;
  }

  void write(Instant time, String cluster, String endpoint, float[] features, float[] targets)
      throws IOException {
    Group open = group;
    if (open == null) {
      open = new Group();
      group = open;
    }
    open.write(time, cluster, endpoint, features, targets);
    first = first == null ? time : first;
    last = time;
    rows++;
    if (open.rows == GROUP_ROWS) {
      open.end();
      group = null;
    }
  }

  /** Shows the part; call after at least one row. */
  void show(boolean complete) throws IOException {
    if (group != null) {
      group.end();
      group = null;
    }
    if (first == null || last == null) {
      throw new IllegalStateException("a part without rows has no times");
    }
    writer.end(Footer.of(schema, source, first, last, complete).toMetadata());
    file.show();
  }

  /** Deletes it, unless it was shown. */
  @Override
  public void close() throws IOException {
    try (file) {
      codec.release();
      writer.close();
    }
  }

  /** The rows that are in memory. */
  private final class Group {
    private final ColumnChunkPageWriteStore pages = ColumnChunkPageWriteStore.builder()
        .withCompressorProvider(column -> codec)
        .withSchema(columns)
        .withAllocator(properties.getAllocator())
        .withColumnIndexTruncateLength(TRUNCATE_LENGTH)
        .withPageWriteChecksumEnabled(true)
        .build();
    private final ColumnWriteStore store = properties.newColumnWriteStore(columns, pages, pages);
    private final ColumnWriter[] writers = columns.getColumns().stream()
        .map((ColumnDescriptor column) -> store.getColumnWriter(column))
        .toArray(ColumnWriter[]::new);
    private int rows;

    void write(Instant time, String cluster, String endpoint, float[] features, float[] targets) {
      int column = 0;
      writers[column++].write(time.toEpochMilli(), 0, 0);
      writers[column++].write(Binary.fromString(cluster), 0, 0);
      writers[column++].write(Binary.fromString(endpoint), 0, 0);
      for (float feature : features) {
        writers[column++].write(feature, 0, 0);
      }
      for (float target : targets) {
        writers[column++].write(target, 0, 0);
      }
      store.endRecord();
      rows++;
    }

    void end() throws IOException {
      try (store;
          pages) {
        writer.startBlock(rows);
        store.flush();
        pages.flushToFileWriter(writer);
        writer.endBlock();
      }
    }
  }
}
