package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Hosts;
import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Picker;

/**
 * Envoy's ROUND_ROBIN: in turn while weights are equal, by {@link EdfSchedule} on the weight when they are not.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/load_balancers">
 *     Envoy, load balancers</a>
 */
public final class RoundRobin implements Picker {
  private final Mesh mesh;
  private final Weights weights;
  private final EdfSchedule[] schedules;
  private final boolean[] weighted;
  private final int[] turns;

  /** For the proxies of a mesh. */
  public RoundRobin(Mesh mesh) {
    this.mesh = mesh;
    weights = new Weights(mesh);
    schedules = new EdfSchedule[mesh.proxies()];
    weighted = new boolean[mesh.proxies()];
    turns = new int[mesh.proxies()];
    for (int p = 0; p < turns.length; p++) {
      schedules[p] = new EdfSchedule(mesh.endpoints(), mesh.random());
      turns[p] = mesh.random().nextInt(mesh.endpoints());
    }
  }

  @Override
  public int pick(int proxy) {
    if (weighted[proxy]) {
      return schedules[proxy].pick(e -> weights.of(proxy, e));
    }
    Hosts hosts = mesh.hosts(proxy);
    turns[proxy] = (turns[proxy] + 1) % hosts.size();
    return hosts.get(turns[proxy]);
  }

  @Override
  public void weights(int proxy, double[] fresh) {
    weights.set(proxy, fresh);
    hostsChanged(proxy);
  }

  @Override
  public void hostsChanged(int proxy) {
    weighted[proxy] = !weights.equal(proxy);
    if (weighted[proxy]) {
      schedules[proxy].rebuild(mesh.hosts(proxy), e -> weights.of(proxy, e));
    } else {
      turns[proxy] = mesh.random().nextInt(mesh.hosts(proxy).size());
    }
  }
}
