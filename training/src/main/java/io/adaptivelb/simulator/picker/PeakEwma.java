package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Hosts;
import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Picker;

/**
 * Peak EWMA, as in Finagle and Linkerd: of two endpoints the one with the lower {@code ewma · (active + 1)}. A latency above
 * the average replaces it at once; one below pulls it down with {@code exp(−Δt/τ)}, τ = 10 s. An average decays to zero while
 * nothing is sent. A failure counts as 5 s (Linkerd, 2026), so that failing fast does not attract.
 *
 * @see <a href="https://twitter.github.io/finagle/guide/Clients.html#power-of-two-choices-p2c-peak-ewma">Finagle, peak
 *     EWMA</a>
 */
public final class PeakEwma implements Picker {
  private static final double TAU_SECONDS = 10;
  private static final double FAILURE_SECONDS = 5;

  private final Mesh mesh;
  private final double[] ewma;
  private final double[] stamps;

  /** For the proxies of a mesh. */
  public PeakEwma(Mesh mesh) {
    this.mesh = mesh;
    ewma = new double[mesh.proxies() * mesh.endpoints()];
    stamps = new double[ewma.length];
  }

  @Override
  public int pick(int proxy) {
    Hosts hosts = mesh.hosts(proxy);
    int n = hosts.size();
    int first = mesh.random().nextInt(n);
    int second = n == 1 ? first : (first + 1 + mesh.random().nextInt(n - 1)) % n;
    int a = hosts.get(first);
    int b = hosts.get(second);
    return cost(proxy, b) < cost(proxy, a) ? b : a;
  }

  private double cost(int proxy, int endpoint) {
    int cell = proxy * mesh.endpoints() + endpoint;
    int active = mesh.active(proxy, endpoint);
    decay(cell, 0);
    // Unknown and busy: it may be anything; Finagle's penalty keeps a burst from going there.
    return ewma[cell] == 0 && active > 0 ? 1e6 + active : ewma[cell] * (active + 1);
  }

  private void decay(int cell, double seconds) {
    double now = mesh.now();
    double age = now - stamps[cell];
    if (age > 0) {
      double keep = StrictMath.exp(-age / TAU_SECONDS);
      ewma[cell] = ewma[cell] * keep + seconds * (1 - keep);
      stamps[cell] = now;
    }
  }

  @Override
  public void ended(int proxy, int endpoint, Outcome outcome, double seconds) {
    int cell = proxy * mesh.endpoints() + endpoint;
    double observed = outcome == Outcome.SUCCESS ? seconds : Math.max(seconds, FAILURE_SECONDS);
    if (observed > ewma[cell]) {
      ewma[cell] = observed;
      stamps[cell] = mesh.now();
    } else {
      decay(cell, observed);
    }
  }
}
