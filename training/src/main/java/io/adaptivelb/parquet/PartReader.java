package io.adaptivelb.parquet;

import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnProjection;
import java.time.Instant;

/** Turns a part's columns into rows again, and checks their order. */
final class PartReader {
  private final DataSchema schema;
  private final Footer footer;
  private final RowSink sink;
  private final float[][] columns;
  private final float[] features;
  private final float[] targets;
  private long newest;

  PartReader(DataSchema schema, Footer footer, RowSink sink) {
    this.schema = schema;
    this.footer = footer;
    this.sink = sink;
    features = new float[schema.features().size()];
    targets = new float[schema.targets().size()];
    columns = new float[features.length + targets.length][];
    newest = footer.first().toEpochMilli();
  }

  /** What the library throws is wrapped; what the sink throws is not. */
  void read(ParquetFileReader reader) {
    try (ColumnReaders readers = reader.columnReaders(ColumnProjection.all())) {
      while (next(readers)) {
        rows(readers);
      }
    }
    if (newest != footer.last().toEpochMilli()) {
      throw new DamagedPart("its last row is of %s; it says %s"
          .formatted(Instant.ofEpochMilli(newest), footer.last()));
    }
  }

  private static boolean next(ColumnReaders readers) {
    try {
      return readers.nextBatch();
    } catch (RuntimeException e) {
      throw new DamagedPart(e);
    }
  }

  private void rows(ColumnReaders readers) {
    int rows = readers.getRecordCount();
    long[] times = readers.getColumnReader(DataSchema.TIME).getLongs();
    String[] clusters = readers.getColumnReader(DataSchema.CLUSTER).getStrings();
    String[] endpoints = readers.getColumnReader(DataSchema.ENDPOINT).getStrings();
    int c = 0;
    for (String name : schema.floatColumns()) {
      columns[c++] = floats(readers.getColumnReader(name), rows);
    }
    for (int row = 0; row < rows; row++) {
      if (times[row] < newest) {
        throw new DamagedPart("a row of %s comes after one of %s; rows must be in order of time"
            .formatted(Instant.ofEpochMilli(times[row]), Instant.ofEpochMilli(newest)));
      }
      newest = times[row];
      for (int i = 0; i < features.length; i++) {
        features[i] = columns[i][row];
      }
      for (int i = 0; i < targets.length; i++) {
        targets[i] = columns[features.length + i][row];
      }
      sink.row(Instant.ofEpochMilli(newest), clusters[row], endpoints[row], features, targets);
    }
  }

  /** A data set that went through Python may have nulls for what is missing. */
  private static float[] floats(ColumnReader reader, int rows) {
    float[] values = reader.getFloats();
    Validity validity = reader.getLeafValidity();
    if (validity.hasNulls()) {
      for (int row = validity.nextNull(0, rows); row >= 0 && row < rows; ) {
        values[row] = Float.NaN;
        row = validity.nextNull(row + 1, rows);
      }
    }
    return values;
  }
}
