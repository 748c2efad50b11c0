package io.adaptivelb.simulator.engine;

import org.jspecify.annotations.Nullable;

/**
 * The endpoints that one proxy may pick: those that are listed, healthy and not ejected. When fewer than half would be left
 * it panics, as Envoy does, and all that are listed count. Not thread-safe.
 */
public final class Hosts {
  private static final double PANIC_THRESHOLD = 0.5;

  private final int[] indices;
  private final boolean[] eligible;
  private int size;

  Hosts(int endpoints) {
    indices = new int[endpoints];
    eligible = new boolean[endpoints];
    for (int e = 0; e < endpoints; e++) {
      indices[e] = e;
      eligible[e] = true;
    }
    size = endpoints;
  }

  /** How many there are; at least 1. */
  public int size() {
    return size;
  }

  /** The {@code i}-th of them. */
  public int get(int i) {
    return indices[i];
  }

  /** Whether an endpoint is one of them. */
  public boolean contains(int endpoint) {
    return eligible[endpoint];
  }

  /** Takes over who is out; tells whether anything changed. */
  boolean update(boolean[] unlisted, boolean[] unhealthy, long @Nullable [] ejectedBits) {
    int n = eligible.length;
    int listed = 0;
    int well = 0;
    for (int e = 0; e < n; e++) {
      if (!unlisted[e]) {
        listed++;
        well += unhealthy[e] || ejected(ejectedBits, e) ? 0 : 1;
      }
    }
    boolean panic = well < PANIC_THRESHOLD * listed;
    boolean nobody = listed == 0;
    boolean changed = false;
    size = 0;
    for (int e = 0; e < n; e++) {
      boolean in =
          nobody || (!unlisted[e] && (panic || !(unhealthy[e] || ejected(ejectedBits, e))));
      changed |= in != eligible[e];
      eligible[e] = in;
      if (in) {
        indices[size++] = e;
      }
    }
    return changed;
  }

  private static boolean ejected(long @Nullable [] bits, int e) {
    return bits != null && (bits[e >> 6] >>> (e & 63) & 1) != 0;
  }
}
