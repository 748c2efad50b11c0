package io.adaptivelb.scrape;

import io.adaptivelb.telemetry.CounterDelta;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one page by the hash of their series. Not thread-safe.
 *
 * <p>A series that appears after the first reading counts from zero, as lazily made counters do; one that disappears is
 * remembered for a while, so that a page that shows it only now and then does not count its past again. Five thousand of
 * these live in a collector, each with dozens of counters: hence open addressing on plain arrays.
 */
final class SeriesHistory {
  /** For how many readings a series is remembered that does not show. */
  private static final int MEMORY = 60;

  private long[] keys = new long[16];
  private int[] lastSeen = new int[16];
  private List<@Nullable CounterDelta> deltas = emptySlots(16);
  private int size;
  private int readings;

  /** Begins a reading; the first one gives increases of 0, because its past is unknown. */
  void begin() {
    readings++;
  }

  /** Whether there was a reading before the current one. */
  boolean hasPast() {
    return readings > 1;
  }

  /** Tells that the process behind the counters restarted: all count from zero. */
  void restarted() {
    for (CounterDelta delta : deltas) {
      if (delta != null) {
        delta.restarted();
      }
    }
  }

  /** How much a series grew since the last reading. */
  double increase(long key, double value) {
    if (2 * size >= keys.length) {
      rehash();
    }
    int slot = slot(key);
    CounterDelta delta = deltas.get(slot);
    if (delta == null) {
      delta = new CounterDelta();
      if (hasPast()) {
        delta.restarted();
      }
      put(slot, key, delta);
    }
    lastSeen[slot] = readings;
    return delta.update(value);
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) (key >>> 20) & mask;
    while (deltas.get(slot) != null && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void put(int slot, long key, CounterDelta delta) {
    keys[slot] = key;
    deltas.set(slot, delta);
    size++;
  }

  /** Forgets what has not been seen for long; grows if that is not enough. */
  private void rehash() {
    long[] oldKeys = keys;
    int[] oldSeen = lastSeen;
    List<@Nullable CounterDelta> oldDeltas = deltas;
    int live = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      live += oldDeltas.get(i) != null && remembered(oldSeen[i]) ? 1 : 0;
    }
    int capacity = 4 * live > oldKeys.length ? 2 * oldKeys.length : oldKeys.length;
    keys = new long[capacity];
    lastSeen = new int[capacity];
    deltas = emptySlots(capacity);
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      CounterDelta delta = oldDeltas.get(i);
      if (delta != null && remembered(oldSeen[i])) {
        int slot = slot(oldKeys[i]);
        put(slot, oldKeys[i], delta);
        lastSeen[slot] = oldSeen[i];
      }
    }
  }

  private boolean remembered(int seen) {
    return seen >= readings - MEMORY;
  }

  private static List<@Nullable CounterDelta> emptySlots(int capacity) {
    return Arrays.asList(new CounterDelta[capacity]);
  }
}
