package io.adaptivelb.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Seeded 64-bit hashes of byte ranges, eight bytes at a step; the finisher is that of SplitMix64. */
final class Hashes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SEED = new SplittableRandom().nextLong();
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private Hashes() {}

  static long of(byte[] bytes, int from, int to) {
    long hash = SEED ^ ((to - from) * STEP);
    int at = from;
    for (; at + 8 <= to; at += 8) {
      hash = (Long.rotateLeft(hash, 23) ^ (long) LONGS.get(bytes, at)) * STEP;
    }
    long tail = 0;
    for (; at < to; at++) {
      tail = (tail << 8) | (bytes[at] & 0xff);
    }
    return mix(hash ^ (tail * STEP));
  }

  static long pair(long name, long value) {
    return mix(name * 31 + Long.rotateLeft(value, 32));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
