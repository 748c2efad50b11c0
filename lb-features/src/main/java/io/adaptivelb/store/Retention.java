package io.adaptivelb.store;

import java.util.List;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;

/** Deletes what is too old: per cluster one range, of which whole files go unread. */
final class Retention {
  private static final byte[] SAMPLES = {SampleKey.TAG};

  private final Engine engine;
  private final Directory directory;

  Retention(Engine engine, Directory directory) {
    this.engine = engine;
    this.directory = directory;
  }

  /** Deletes the samples of earlier slices, then the names that no sample needs any more. */
  void expireBefore(long slice) throws RocksDBException {
    // Clusters are found by their samples, so that those whose name was lost expire as well.
    try (WriteBatch batch = new WriteBatch()) {
      byte[] first = firstSampleFrom(SAMPLES);
      while (first.length > 0) {
        long cluster = SampleKey.cluster(first);
        if (SampleKey.slice(first) < slice) {
          byte[] end = SampleKey.startOf(cluster, slice);
          engine.db.deleteFilesInRanges(
              engine.db.getDefaultColumnFamily(), List.of(first, end), false);
          batch.deleteRange(first, end);
        }
        first = cluster == -1 ? new byte[0] : firstSampleFrom(SampleKey.startOf(cluster + 1, 0));
      }
      for (byte[] name : directory.forgetOlderThan(slice)) {
        batch.delete(name);
      }
      if (batch.count() > 0) {
        engine.db.write(engine.writeOptions, batch);
      }
    }
  }

  /** The first sample's key at or behind a position; empty where there is none. */
  private byte[] firstSampleFrom(byte[] position) throws RocksDBException {
    try (Slice end = new Slice(new byte[] {SampleKey.TAG + 1});
        ReadOptions options = new ReadOptions().setIterateUpperBound(end);
        RocksIterator iterator = engine.db.newIterator(options)) {
      iterator.seek(position);
      if (!iterator.isValid()) {
        iterator.status();
        return new byte[0];
      }
      return iterator.key();
    }
  }
}
