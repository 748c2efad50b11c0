package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Mesh;

/**
 * What each proxy remembers of its failed requests, by endpoint: a share that moves by 0.3 with every answer while there is
 * something to remember, and fades with τ = 10 s. Not thread-safe.
 */
final class Aversion {
  private static final double KEEP = 0.7;
  private static final double NEW = 0.3;
  private static final double FADE_SECONDS = 10;
  private static final float FORGOTTEN = 1e-3f;

  private final Mesh mesh;
  private final float[] shares;
  private final double[] stamps;

  /** For the proxies of a mesh, none of which saw a failure yet. */
  Aversion(Mesh mesh) {
    this.mesh = mesh;
    shares = new float[mesh.proxies() * mesh.endpoints()];
    stamps = new double[shares.length];
  }

  /** The recent share of failures of a proxy's requests to an endpoint; 0…1. */
  double of(int proxy, int endpoint) {
    return at(cell(proxy, endpoint));
  }

  void ended(int proxy, int endpoint, boolean good) {
    int cell = cell(proxy, endpoint);
    if (good && shares[cell] == 0) {
      return;
    }
    float share = (float) (KEEP * at(cell) + (good ? 0 : NEW));
    shares[cell] = share < FORGOTTEN ? 0 : share;
    stamps[cell] = mesh.now();
  }

  private double at(int cell) {
    return shares[cell] == 0
        ? 0
        : shares[cell] * StrictMath.exp((stamps[cell] - mesh.now()) / FADE_SECONDS);
  }

  private int cell(int proxy, int endpoint) {
    return proxy * mesh.endpoints() + endpoint;
  }
}
