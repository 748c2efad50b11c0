package io.adaptivelb.store;

/**
 * How large a {@link FeatureStore} is and what it went through. Immutable.
 *
 * @param clusters with data
 * @param endpoints with data
 * @param approximateSamples RocksDB's estimate
 * @param diskBytes of all files of the store
 * @param memtableBytes native memory of what is not in a table file yet
 * @param cacheBytes native memory of cached blocks, indexes and filters; the memtables are charged to it too
 * @param tableReaderBytes native memory of table readers outside the cache
 * @param unreadableRecords records and blocks that reads had to skip since the store was opened
 * @param recoveryDroppedBytes of the write-ahead log that could not be replayed when it was opened
 * @param recoveredRecords copied from table files that the store had lost track of, or from a damaged store, when it was
 *     opened
 */
public record StoreStatistics(
    int clusters,
    int endpoints,
    long approximateSamples,
    long diskBytes,
    long memtableBytes,
    long cacheBytes,
    long tableReaderBytes,
    long unreadableRecords,
    long recoveryDroppedBytes,
    long recoveredRecords) {}
