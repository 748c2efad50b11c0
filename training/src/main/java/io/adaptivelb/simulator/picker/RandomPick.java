package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Hosts;
import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Picker;

/** Any endpoint with the same probability; weights are ignored, as Envoy's RANDOM does. */
public final class RandomPick implements Picker {
  private final Mesh mesh;

  /** For the proxies of a mesh. */
  public RandomPick(Mesh mesh) {
    this.mesh = mesh;
  }

  @Override
  public int pick(int proxy) {
    Hosts hosts = mesh.hosts(proxy);
    return hosts.get(mesh.random().nextInt(hosts.size()));
  }
}
