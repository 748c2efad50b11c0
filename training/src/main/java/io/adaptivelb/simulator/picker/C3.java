package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Hosts;
import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Picker;

/**
 * C3: the lowest {@code R − 1/μ + q̂³/μ}, with {@code q̂ = 1 + active · proxies + queue}, the averages {@code R} of the latency
 * that the proxy saw, {@code 1/μ} of the service time and {@code queue} of the requests in flight that answers bring along.
 * Averages by 0.9 · old + 0.1 · new. Rate control is left out: it protects servers, which here protect themselves.
 *
 * @see <a href="https://www.usenix.org/conference/nsdi15/technical-sessions/presentation/suresh">Suresh et al., C3, NSDI
 *     2015</a>
 */
public final class C3 implements Picker {
  private static final double KEEP = 0.9;
  private static final double FAILURE_SECONDS = 5;

  private final Mesh mesh;
  private final double[] latency;
  private final double[] service;
  private final double[] queue;

  /** For the proxies of a mesh. */
  public C3(Mesh mesh) {
    this.mesh = mesh;
    latency = new double[mesh.proxies() * mesh.endpoints()];
    service = new double[latency.length];
    queue = new double[latency.length];
  }

  @Override
  public int pick(int proxy) {
    Hosts hosts = mesh.hosts(proxy);
    int start = mesh.random().nextInt(hosts.size());
    int best = -1;
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < hosts.size(); i++) {
      int endpoint = hosts.get((start + i) % hosts.size());
      int cell = proxy * mesh.endpoints() + endpoint;
      double q = 1 + (double) mesh.active(proxy, endpoint) * mesh.proxies() + queue[cell];
      double rank = latency[cell] - service[cell] + q * q * q * service[cell];
      if (rank < lowest) {
        lowest = rank;
        best = endpoint;
      }
    }
    return best;
  }

  @Override
  public void ended(int proxy, int endpoint, Outcome outcome, double seconds) {
    int cell = proxy * mesh.endpoints() + endpoint;
    boolean good = outcome == Outcome.SUCCESS;
    double observed = good ? seconds : FAILURE_SECONDS;
    double found = mesh.server(endpoint).inFlight();
    // What a server would report: its latency, less the queueing that the load explains.
    double served = observed / Math.max(1, found / mesh.server(endpoint).cores());
    boolean first = latency[cell] == 0;
    latency[cell] = first ? observed : KEEP * latency[cell] + (1 - KEEP) * observed;
    service[cell] = first ? served : KEEP * service[cell] + (1 - KEEP) * served;
    queue[cell] = first ? found : KEEP * queue[cell] + (1 - KEEP) * found;
  }
}
