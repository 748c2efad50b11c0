package io.adaptivelb.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * Under which key a sample lies: {@code 's' cluster(8) slice(4) endpoint(8) millisWithinSlice(2) observer(8)}, big-endian
 * and unsigned, so that RocksDB's order is this order.
 *
 * <p>Time comes in slices of 15 s before the endpoint: a cluster's recent minutes are one range, one endpoint's
 * history is one short seek per slice, all of a cluster's old samples are one range to delete, and writes go to the end of
 * each cluster's range, which keeps compaction cheap.
 */
final class SampleKey {
  static final int BYTES = 31;
  static final byte TAG = 's';
  static final long SLICE_MILLIS = 15_000;
  static final long MAX_SLICE = 0xffff_ffffL;

  /** The last moment that has a key: in the year 4011. */
  static final Instant END = Instant.ofEpochMilli((MAX_SLICE + 1) * SLICE_MILLIS);

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int SLICE_AT = 9;
  private static final int ENDPOINT_AT = 13;
  private static final int MILLIS_AT = 21;
  private static final int OBSERVER_AT = 23;

  private SampleKey() {}

  static void write(byte[] key, long cluster, long endpoint, long observer, long epochMillis) {
    key[0] = TAG;
    LONG.set(key, 1, cluster);
    INT.set(key, SLICE_AT, (int) sliceOf(epochMillis));
    LONG.set(key, ENDPOINT_AT, endpoint);
    SHORT.set(key, MILLIS_AT, (short) (epochMillis % SLICE_MILLIS));
    LONG.set(key, OBSERVER_AT, observer);
  }

  /** The least key of a cluster's slice; for a slice past the last one, the end of the cluster's range. */
  static byte[] startOf(long cluster, long slice) {
    return startOf(cluster, slice, 0);
  }

  /** The least key of an endpoint in a slice. */
  static byte[] startOf(long cluster, long slice, long endpoint) {
    byte[] key = new byte[BYTES];
    if (slice > MAX_SLICE) {
      write(key, cluster, -1, -1, MAX_SLICE * SLICE_MILLIS);
      SHORT.set(key, MILLIS_AT, (short) -1);
      return key;
    }
    write(key, cluster, endpoint, 0, slice * SLICE_MILLIS);
    return key;
  }

  static boolean isSample(byte[] key) {
    return key.length == BYTES
        && key[0] == TAG
        && Short.toUnsignedLong((short) SHORT.get(key, MILLIS_AT)) < SLICE_MILLIS;
  }

  static long sliceOf(long epochMillis) {
    return epochMillis / SLICE_MILLIS;
  }

  static long cluster(byte[] key) {
    return (long) LONG.get(key, 1);
  }

  static long slice(byte[] key) {
    return Integer.toUnsignedLong((int) INT.get(key, SLICE_AT));
  }

  static long endpoint(byte[] key) {
    return (long) LONG.get(key, ENDPOINT_AT);
  }

  static long observer(byte[] key) {
    return (long) LONG.get(key, OBSERVER_AT);
  }

  static long epochMillis(byte[] key) {
    return slice(key) * SLICE_MILLIS + millisWithinSlice(key);
  }

  static int millisWithinSlice(byte[] key) {
    return Short.toUnsignedInt((short) SHORT.get(key, MILLIS_AT));
  }
}
