package io.adaptivelb.store;

import java.util.List;

/** A name that is in use: its id, and until when its record on disk vouches for it. Confined to the append lock. */
final class Name {
  /** Slices in an hour: how much older than its data a record may be, so that few are written. */
  static final long REFRESH_SLICES = 3_600_000 / SampleKey.SLICE_MILLIS;

  private static final long NEVER = -1;

  final long id;
  final byte[] key;
  private final List<String> parts;
  private long writtenSlice;
  private long pendingSlice = NEVER;

  Name(long id, byte[] key, List<String> parts) {
    this(id, key, parts, NEVER);
  }

  Name(long id, byte[] key, List<String> parts, long writtenSlice) {
    this.id = id;
    this.key = key;
    this.parts = parts;
    this.writtenSlice = writtenSlice;
  }

  /** Whether data of this slice need the record written, with the same batch, and it is not in the batch yet. */
  boolean wants(long slice) {
    long last = Math.max(writtenSlice, pendingSlice);
    return last == NEVER || slice > last + REFRESH_SLICES;
  }

  byte[] record(long slice) {
    pendingSlice = slice;
    return new NameRecord(slice, parts).encode(key);
  }

  void written() {
    writtenSlice = Math.max(writtenSlice, pendingSlice);
    pendingSlice = NEVER;
  }

  void notWritten() {
    pendingSlice = NEVER;
  }

  /** Whether all data that the record vouches for are older than this slice. */
  boolean olderThan(long slice) {
    return writtenSlice + REFRESH_SLICES < slice;
  }
}
