package io.adaptivelb.store;

import java.nio.file.Path;
import java.util.List;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies every readable record of table files into a store, whatever else of their own store is left. Deletions are not
 * copied: what had expired comes back until it expires again.
 */
final class TableCopier {
  private static final Logger LOG = LoggerFactory.getLogger(TableCopier.class);
  private static final long BATCH_BYTES = 1 << 20;
  private static final int SLICES_TRIED = 64;

  private final Engine engine;
  private long copied;

  TableCopier(Engine engine) {
    this.engine = engine;
  }

  /** Copies what can be read; returns how many records that were. */
  long copy(List<Path> tables) throws RocksDBException {
    for (Path table : tables) {
      copy(table);
    }
    return copied;
  }

  private void copy(Path table) throws RocksDBException {
    long before = copied;
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options);
        ReadOptions readOptions = new ReadOptions();
        WriteBatch batch = new WriteBatch()) {
      try {
        reader.open(table.toString());
      } catch (RocksDBException e) {
        LOG.warn("Table file {} is unreadable as a whole: {}", table, e.getMessage());
        return;
      }
      try (SstFileReaderIterator iterator = reader.newIterator(readOptions)) {
        copy(table, iterator, batch);
      }
      engine.db.write(engine.writeOptions, batch);
    }
    LOG.info("Copied {} records from table file {}", copied - before, table);
  }

  private void copy(Path table, SstFileReaderIterator iterator, WriteBatch batch)
      throws RocksDBException {
    byte[] position = {0};
    int failures = 0;
    iterator.seekToFirst();
    while (position.length > 0) {
      if (iterator.isValid()) {
        failures = 0;
        position = iterator.key();
        copy(position, iterator.value(), batch);
        iterator.next();
      } else if (isAtEnd(table, iterator)) {
        return;
      } else {
        position = after(position, ++failures);
        iterator.seek(position);
      }
    }
  }

  private void copy(byte[] key, byte[] value, WriteBatch batch) throws RocksDBException {
    // The name record that is there is at least as new as one from a table file.
    if (!NameKey.isName(key) || engine.db.get(key) == null) {
      batch.put(key, value);
      copied++;
    }
    if (batch.getDataSize() >= BATCH_BYTES) {
      engine.db.write(engine.writeOptions, batch);
      batch.clear();
    }
  }

  private static boolean isAtEnd(Path table, SstFileReaderIterator iterator) {
    try {
      iterator.status();
      return true;
    } catch (RocksDBException e) {
      LOG.warn("A block of table file {} is unreadable: {}", table, e.getMessage());
      return false;
    }
  }

  /** Behind a damaged block: from the names to the samples, a slice of time further, or to another cluster; empty: done. */
  private static byte[] after(byte[] key, int failures) {
    if (key[0] < SampleKey.TAG) {
      return new byte[] {SampleKey.TAG};
    }
    if (key.length == SampleKey.BYTES && failures <= SLICES_TRIED) {
      long cluster = SampleKey.cluster(key);
      long slice = SampleKey.slice(key) + (1L << Math.max(0, failures - SLICES_TRIED / 2));
      return slice <= SampleKey.MAX_SLICE
          ? SampleKey.startOf(cluster, slice)
          : SampleKey.startOf(cluster + 1, 0);
    }
    int clusters = key.length == 1 ? 0 : key[1] & 0xff;
    return clusters == 0xff ? new byte[0] : new byte[] {SampleKey.TAG, (byte) (clusters + 1)};
  }
}
