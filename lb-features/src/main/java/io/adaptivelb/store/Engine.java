package io.adaptivelb.store;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Logger;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;
import org.slf4j.LoggerFactory;

/**
 * RocksDB set up for samples, and everything of it that must be closed again.
 *
 * <p><b>Memory.</b> Memtables, blocks, indexes and filters all come out of one LRU cache of {@link
 * StoreSettings#memoryBytes}; a write buffer manager charges the memtables to it and flushes when they take half. Outside
 * the cache remain a compaction's buffers (one job at a time, 256 KiB read-ahead a file), the WAL's and table writers'
 * buffers (1 MiB each) and up to 128 table readers' fixed parts: some 20 MiB.
 *
 * <p><b>Recovery.</b> {@code SkipAnyCorruptedRecords}: a damaged piece of the write-ahead log costs the batches in it and
 * no other. The usual point-in-time mode gives up everything after it, which is right where records depend on each other;
 * samples do not, and names have ids that heal (see {@link NameKey}). A log cut off at its end, the trace of every crash,
 * loses nothing that was acknowledged in either mode.
 */
final class Engine implements AutoCloseable {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Pattern DROPPED =
      Pattern.compile("dropping (\\d+) bytes", Pattern.CASE_INSENSITIVE);
  private static final int BLOCK_BYTES = 8 << 10;
  private static final int MAX_OPEN_FILES = 128;
  private static final int ALL_FILES = -1;

  static {
    RocksDB.loadLibrary();
  }

  final RocksDB db;
  final WriteOptions writeOptions;
  final LRUCache cache;
  private final AtomicLong droppedBytes = new AtomicLong();
  private final WriteBufferManager writeBuffers;
  private final Logger logger;
  private final Options options;

  /** Opens or creates a database. */
  static Engine own(Path folder, StoreSettings settings) throws RocksDBException {
    return new Engine(folder, settings, false);
  }

  /**
   * Opens a database as it is at this moment, whoever else has it. Writes nothing, and holds every table file open, so that
   * those that its owner deletes meanwhile can still be read.
   */
  static Engine beside(Path folder, StoreSettings settings) throws RocksDBException {
    return new Engine(folder, settings, true);
  }

  private Engine(Path folder, StoreSettings settings, boolean readOnly) throws RocksDBException {
    long memory = settings.memoryBytes();
    cache = new LRUCache(memory);
    writeBuffers = new WriteBufferManager(memory / 2, cache);
    logger = logger();
    options = new Options()
        .setCreateIfMissing(!readOnly)
        .setLogger(logger)
        .setWalRecoveryMode(WALRecoveryMode.SkipAnyCorruptedRecords)
        .setWriteBufferManager(writeBuffers)
        .setWriteBufferSize(memory / 6)
        .setMaxWriteBufferNumber(3)
        .setMaxTotalWalSize(2 * memory)
        .setMaxBackgroundJobs(2)
        .setMaxOpenFiles(readOnly ? ALL_FILES : MAX_OPEN_FILES)
        .setCompactionReadaheadSize(256 << 10)
        .setTargetFileSizeBase(16 << 20)
        .setStatsDumpPeriodSec(0)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
        .setTableFormatConfig(new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setBlockSize(BLOCK_BYTES)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true));
    writeOptions = new WriteOptions().setSync(settings.syncEachAppend());
    try {
      db = readOnly
          ? RocksDB.openReadOnly(options, folder.toString())
          : RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      closeOptions();
      throw e;
    }
  }

  /** Bytes of the write-ahead log that recovery had to skip. */
  long droppedBytes() {
    return droppedBytes.get();
  }

  private Logger logger() {
    return new Logger(InfoLogLevel.WARN_LEVEL) {
      @Override
      protected void log(InfoLogLevel level, String message) {
        Matcher dropped = DROPPED.matcher(message);
        if (dropped.find()) {
          droppedBytes.addAndGet(Long.parseLong(dropped.group(1)));
          LOG.warn("RocksDB: {}", message.strip());
        } else {
          LOG.debug("RocksDB: {}", message.strip());
        }
      }
    };
  }

  @Override
  public void close() {
    db.close();
    closeOptions();
  }

  private void closeOptions() {
    writeOptions.close();
    options.close();
    logger.close();
    writeBuffers.close();
    cache.close();
  }
}
