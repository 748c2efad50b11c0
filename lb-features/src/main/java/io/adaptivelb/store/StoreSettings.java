package io.adaptivelb.store;

/**
 * How a {@link FeatureStore} behaves. Immutable.
 *
 * @param memoryBytes native memory for memtables, cached blocks, indexes and filters together; 8 MiB…16 GiB. RocksDB needs
 *     some 20 MiB besides, for a compaction's buffers and the allocator's slack
 * @param syncEachAppend whether an append waits for the disk. Without it, what was acknowledged survives the end of the
 *     process in any form; with it, that of the machine too, at a fraction of the throughput
 * @param salvage whether a damaged store is put aside and what is readable copied into a new one (then it opens), or
 *     refused
 */
public record StoreSettings(long memoryBytes, boolean syncEachAppend, boolean salvage) {
  /** What suits a server with some thousand endpoints: 48 MiB. */
  public static final StoreSettings DEFAULTS = new StoreSettings(48L << 20, false, true);

  private static final long MIN_MEMORY_BYTES = 8L << 20;
  private static final long MAX_MEMORY_BYTES = 16L << 30;

  /** Throws {@link IllegalArgumentException} naming a value that breaks the rules above. */
  public StoreSettings {
    if (memoryBytes < MIN_MEMORY_BYTES || memoryBytes > MAX_MEMORY_BYTES) {
      throw new IllegalArgumentException("memoryBytes is %d; it must be in %d…%d"
          .formatted(memoryBytes, MIN_MEMORY_BYTES, MAX_MEMORY_BYTES));
    }
  }
}
