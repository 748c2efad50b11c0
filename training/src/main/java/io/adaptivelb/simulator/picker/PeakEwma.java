package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Picker;

/**
 * Peak EWMA, as in Finagle and Linkerd: of two endpoints the one with the lower {@code ewma · (active + 1)}. A latency above
 * the average replaces it at once; one below pulls it down with {@code exp(−Δt/τ)}, τ = 10 s. An average decays to zero while
 * nothing is sent. A failure counts as 5 s (Linkerd, 2026), so that failing fast does not attract.
 *
 * <p>Ours draws the two by weight instead of uniformly; the weight enters the draw and not the cost.
 *
 * @see <a href="https://twitter.github.io/finagle/guide/Clients.html#power-of-two-choices-p2c-peak-ewma">Finagle, peak
 *     EWMA</a>
 */
public final class PeakEwma implements Picker {
  private static final double TAU_SECONDS = 10;
  private static final double FAILURE_SECONDS = 5;

  private final Mesh mesh;
  private final Weights weights;
  private final WeightedDraw[] draws;
  private final double[] ewma;
  private final double[] stamps;

  /** For the proxies of a mesh. */
  public PeakEwma(Mesh mesh) {
    this.mesh = mesh;
    weights = new Weights(mesh);
    draws = new WeightedDraw[mesh.proxies()];
    for (int p = 0; p < draws.length; p++) {
      draws[p] = new WeightedDraw(mesh.endpoints());
      draws[p].rebuild(mesh.hosts(p), weights, p);
    }
    ewma = new double[mesh.proxies() * mesh.endpoints()];
    stamps = new double[ewma.length];
  }

  @Override
  public int pick(int proxy) {
    int a = draws[proxy].draw(mesh.random());
    int b = draws[proxy].drawOther(mesh.random(), a);
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
