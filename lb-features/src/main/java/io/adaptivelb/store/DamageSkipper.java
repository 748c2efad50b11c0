package io.adaptivelb.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where to go on reading when a damaged block hides what comes next: at the next endpoint that is known, so that little
 * is lost; after many failures in a row a slice of time further, then twice as far each time.
 */
final class DamageSkipper {
  private static final int PATIENCE = 64;
  private static final int MAX_DOUBLINGS = 32;
  /** Makes signed order the order of unsigned numbers. */
  private static final long FLIP = Long.MIN_VALUE;

  private final long cluster;
  private final long[] flippedEndpoints;
  private int failures;

  /** For a cluster, with the endpoints that may be met, if any. */
  DamageSkipper(long cluster, Directory.@Nullable Cluster members) {
    this.cluster = cluster;
    this.flippedEndpoints = members == null
        ? new long[0]
        : members.endpointsById.keySet().stream()
            .mapToLong(id -> id ^ FLIP)
            .sorted()
            .toArray();
  }

  void readable() {
    failures = 0;
  }

  /** The next key to try, greater than {@code key}. */
  byte[] after(byte[] key) {
    failures++;
    long slice = SampleKey.slice(key);
    if (failures > PATIENCE || flippedEndpoints.length == 0) {
      int doublings = Math.clamp(failures - PATIENCE, 0, MAX_DOUBLINGS);
      return SampleKey.startOf(cluster, slice + (1L << doublings));
    }
    int next = Arrays.binarySearch(flippedEndpoints, SampleKey.endpoint(key) ^ FLIP);
    next = next < 0 ? -next - 1 : next + 1;
    return next < flippedEndpoints.length
        ? SampleKey.startOf(cluster, slice, flippedEndpoints[next] ^ FLIP)
        : SampleKey.startOf(cluster, slice + 1);
  }
}
