package io.adaptivelb.exposition;

import java.util.Arrays;

/** A set of 64-bit hashes, cleared in no time: open addressing, each slot stamped with the page that filled it. */
final class SeriesSet {
  private static final int SMALL = 1 << 10;
  private static final int LARGE = 1 << 16;

  private long[] keys = new long[SMALL];
  private int[] stamps = new int[SMALL];
  private int stamp = 1;
  private int size;

  /** Whether the key was not there. */
  boolean add(long key) {
    if (2 * size >= keys.length) {
      grow();
    }
    int slot = slot(key);
    if (stamps[slot] == stamp) {
      return false;
    }
    keys[slot] = key;
    stamps[slot] = stamp;
    size++;
    return true;
  }

  void clear() {
    size = 0;
    stamp++;
    if (keys.length > LARGE || stamp == Integer.MAX_VALUE) {
      keys = new long[SMALL];
      stamps = new int[SMALL];
      stamp = 1;
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) key & mask;
    while (stamps[slot] == stamp && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldStamps = stamps;
    keys = new long[2 * oldKeys.length];
    stamps = new int[keys.length];
    Arrays.fill(stamps, 0);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldStamps[i] == stamp) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        stamps[slot] = stamp;
      }
    }
  }
}
