package io.adaptivelb.simulator.engine;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is listed by discovery, who fails health checks or is marked by a control plane, and whom each proxy has ejected for
 * itself. Not thread-safe.
 */
public final class HostBook {
  private final Mesh mesh;
  private final IntConsumer changed;
  private final boolean[] unlisted;
  private final boolean[] failing;
  private final boolean[] marked;
  private final boolean[] unhealthy;
  private final long[] @Nullable [] ejected;

  HostBook(Mesh mesh, IntConsumer changed) {
    this.mesh = mesh;
    this.changed = changed;
    int n = mesh.endpoints();
    unlisted = new boolean[n];
    failing = new boolean[n];
    marked = new boolean[n];
    unhealthy = new boolean[n];
    ejected = new long[mesh.proxies()][];
  }

  /** Discovery lists an endpoint, or no longer. */
  public void list(int endpoint, boolean listed) {
    if (unlisted[endpoint] == listed) {
      unlisted[endpoint] = !listed;
      updateAll();
    }
  }

  /** Whether discovery lists it. */
  public boolean isListed(int endpoint) {
    return !unlisted[endpoint];
  }

  /** Health checks changed their mind. */
  public void health(int endpoint, boolean healthy) {
    if (failing[endpoint] == healthy) {
      failing[endpoint] = !healthy;
      updateAll();
    }
  }

  /** Whether health checks pass. */
  public boolean isHealthy(int endpoint) {
    return !failing[endpoint];
  }

  /** A control plane marks exactly these as unhealthy. */
  public void mark(boolean[] endpoints) {
    boolean differs = false;
    for (int e = 0; e < marked.length; e++) {
      differs |= marked[e] != endpoints[e];
      marked[e] = endpoints[e];
    }
    if (differs) {
      updateAll();
    }
  }

  /** One proxy ejects an endpoint for itself, or takes it back. */
  public void eject(int proxy, int endpoint, boolean out) {
    long[] bits = ejected[proxy];
    if (bits == null) {
      bits = new long[(marked.length + 63) / 64];
      ejected[proxy] = bits;
    }
    long bit = 1L << (endpoint & 63);
    bits[endpoint >> 6] = out ? bits[endpoint >> 6] | bit : bits[endpoint >> 6] & ~bit;
    update(proxy);
  }

  private void updateAll() {
    for (int e = 0; e < unhealthy.length; e++) {
      unhealthy[e] = failing[e] || marked[e];
    }
    for (int p = 0; p < ejected.length; p++) {
      update(p);
    }
  }

  private void update(int proxy) {
    if (mesh.hosts(proxy).update(unlisted, unhealthy, ejected[proxy])) {
      changed.accept(proxy);
    }
  }
}
