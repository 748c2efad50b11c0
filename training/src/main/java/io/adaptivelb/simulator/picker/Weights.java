package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Hosts;
import io.adaptivelb.simulator.engine.Mesh;
import java.util.Arrays;

/** The weights that each proxy has at the moment. 1 everywhere until somebody says otherwise. */
final class Weights {
  private final double[][] byProxy;
  private final Mesh mesh;

  Weights(Mesh mesh) {
    this.mesh = mesh;
    double[] equal = new double[mesh.endpoints()];
    Arrays.fill(equal, 1);
    byProxy = new double[mesh.proxies()][];
    // All see the same array: a push replaces it, nobody writes into it.
    Arrays.fill(byProxy, equal);
  }

  void set(int proxy, double[] weights) {
    byProxy[proxy] = weights;
  }

  double of(int proxy, int endpoint) {
    return byProxy[proxy][endpoint];
  }

  /** Whether all that the proxy may pick have the same weight, which turns a schedule into a plain choice in Envoy. */
  boolean equal(int proxy) {
    Hosts hosts = mesh.hosts(proxy);
    double[] weights = byProxy[proxy];
    for (int i = 1; i < hosts.size(); i++) {
      if (weights[hosts.get(i)] != weights[hosts.get(0)]) {
        return false;
      }
    }
    return true;
  }
}
