package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Picker;

/** Two endpoints drawn by weight, the one with fewer requests of this proxy per weight wins. */
public final class WeightedP2c implements Picker {
  private final Mesh mesh;
  private final Weights weights;
  private final WeightedDraw[] draws;

  /** For the proxies of a mesh. */
  public WeightedP2c(Mesh mesh) {
    this.mesh = mesh;
    weights = new Weights(mesh);
    draws = new WeightedDraw[mesh.proxies()];
    for (int p = 0; p < draws.length; p++) {
      draws[p] = new WeightedDraw(mesh.endpoints());
      draws[p].rebuild(mesh.hosts(p), weights, p);
    }
  }

  @Override
  public int pick(int proxy) {
    int a = draws[proxy].draw(mesh.random());
    int b = draws[proxy].draw(mesh.random());
    return load(proxy, b) < load(proxy, a) ? b : a;
  }

  private double load(int proxy, int endpoint) {
    return mesh.active(proxy, endpoint) / weights.of(proxy, endpoint);
  }

  @Override
  public void weights(int proxy, double[] fresh) {
    weights.set(proxy, fresh);
    hostsChanged(proxy);
  }

  @Override
  public void hostsChanged(int proxy) {
    draws[proxy].rebuild(mesh.hosts(proxy), weights, proxy);
  }
}
