package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Hosts;
import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Picker;

/**
 * Envoy's LEAST_REQUEST. Equal weights: of two random hosts (choice_count 2) the one with fewer requests of this proxy under
 * way; with full scan, of all. Unequal weights: {@link EdfSchedule} on {@code weight / (active + 1)^active_request_bias},
 * evaluated when a host is picked.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/load_balancers#weighted-least-request">
 *     Envoy, weighted least request</a>
 */
public final class LeastRequest implements Picker {
  private final Mesh mesh;
  private final boolean fullScan;
  private final double bias;
  private final Weights weights;
  private final EdfSchedule[] schedules;
  private final boolean[] weighted;

  /**
   * For the proxies of a mesh.
   *
   * @param fullScan whether all hosts are compared instead of two
   * @param bias Envoy's active_request_bias; its default is 1
   */
  public LeastRequest(Mesh mesh, boolean fullScan, double bias) {
    this.mesh = mesh;
    this.fullScan = fullScan;
    this.bias = bias;
    weights = new Weights(mesh);
    schedules = new EdfSchedule[mesh.proxies()];
    weighted = new boolean[mesh.proxies()];
    for (int p = 0; p < schedules.length; p++) {
      schedules[p] = new EdfSchedule(mesh.endpoints(), mesh.random());
    }
  }

  @Override
  public int pick(int proxy) {
    if (weighted[proxy] && !fullScan) {
      return schedules[proxy].pick(e -> key(proxy, e));
    }
    Hosts hosts = mesh.hosts(proxy);
    if (fullScan) {
      return scan(proxy, hosts);
    }
    int a = hosts.get(mesh.random().nextInt(hosts.size()));
    int b = hosts.get(mesh.random().nextInt(hosts.size()));
    return mesh.active(proxy, b) < mesh.active(proxy, a) ? b : a;
  }

  /** The largest key; of several, a random one. */
  private int scan(int proxy, Hosts hosts) {
    int best = -1;
    double highest = 0;
    int ties = 0;
    for (int i = 0; i < hosts.size(); i++) {
      int endpoint = hosts.get(i);
      double key = key(proxy, endpoint);
      if (key > highest) {
        highest = key;
        best = endpoint;
        ties = 1;
      } else if (key == highest && mesh.random().nextInt(++ties) == 0) {
        best = endpoint;
      }
    }
    return best;
  }

  private double key(int proxy, int endpoint) {
    int active = mesh.active(proxy, endpoint);
    double weight = weights.of(proxy, endpoint);
    return active == 0 ? weight : weight / StrictMath.pow(active + 1, bias);
  }

  @Override
  public void weights(int proxy, double[] fresh) {
    weights.set(proxy, fresh);
    hostsChanged(proxy);
  }

  @Override
  public void hostsChanged(int proxy) {
    weighted[proxy] = !weights.equal(proxy);
    if (weighted[proxy] && !fullScan) {
      schedules[proxy].rebuild(mesh.hosts(proxy), e -> key(proxy, e));
    }
  }
}
