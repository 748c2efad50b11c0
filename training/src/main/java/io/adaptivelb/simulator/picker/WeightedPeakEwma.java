package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Picker;

/**
 * Ours: of two endpoints drawn by weight the one with the lower {@code (active + 1) · slow}, {@code slow = max(1, peak / (3 ·
 * usual))}.
 *
 * <p>The peak is {@link PeakEwma}'s: a latency above it replaces it at once, one below pulls it down with {@code exp(−Δt/τ)},
 * and a failure counts as 5 s. {@code usual} is what the proxy's requests take on average, whoever answers them. Three things
 * differ from plain peak EWMA, and all of them because weights are there: who can do more is drawn more often, so latency
 * need not tell it again; ordinary latencies differ by the size of requests, so only what is far from usual counts; and
 * what lasts is the brain's to see, so a peak is forgotten after τ = 3 s instead of 10, and a garbage collection does not
 * cost its endpoint half a minute of work.
 */
public final class WeightedPeakEwma implements Picker {
  private static final double TAU_SECONDS = 3;
  private static final double FAILURE_SECONDS = 5;

  /** So many times the usual latency are ordinary. */
  private static final double ORDINARY = 3;

  private static final double USUAL_GAIN = 0.02;

  /** A single request counts at most so many times what is usual: the average is of the bulk. */
  private static final double USUAL_CUT = 4;

  /** Decides between two that are equal. */
  private static final double TIE = 1e-3;

  private final Mesh mesh;
  private final Weights weights;
  private final WeightedDraw[] draws;
  private final double[] peak;
  private final double[] stamps;
  private final double[] usual;

  /** For the proxies of a mesh. */
  public WeightedPeakEwma(Mesh mesh) {
    this.mesh = mesh;
    weights = new Weights(mesh);
    draws = new WeightedDraw[mesh.proxies()];
    for (int p = 0; p < draws.length; p++) {
      draws[p] = new WeightedDraw(mesh.endpoints());
      draws[p].rebuild(mesh.hosts(p), weights, p);
    }
    peak = new double[mesh.proxies() * mesh.endpoints()];
    stamps = new double[peak.length];
    usual = new double[mesh.proxies()];
  }

  @Override
  public int pick(int proxy) {
    int a = draws[proxy].draw(mesh.random());
    int b = draws[proxy].drawOther(mesh.random(), a);
    return cost(proxy, b) < cost(proxy, a) ? b : a;
  }

  private double cost(int proxy, int endpoint) {
    int cell = proxy * mesh.endpoints() + endpoint;
    decay(cell, 0);
    double slow = usual[proxy] > 0 ? peak[cell] / (ORDINARY * usual[proxy]) : 0;
    return (mesh.active(proxy, endpoint) + 1 + TIE * Math.min(1, slow)) * Math.max(1, slow);
  }

  private void decay(int cell, double seconds) {
    double now = mesh.now();
    double age = now - stamps[cell];
    if (age > 0) {
      double keep = StrictMath.exp(-age / TAU_SECONDS);
      peak[cell] = peak[cell] * keep + seconds * (1 - keep);
      stamps[cell] = now;
    }
  }

  @Override
  public void ended(int proxy, int endpoint, Outcome outcome, double seconds) {
    int cell = proxy * mesh.endpoints() + endpoint;
    boolean good = outcome == Outcome.SUCCESS;
    if (good) {
      double counted = usual[proxy] == 0 ? seconds : Math.min(seconds, USUAL_CUT * usual[proxy]);
      usual[proxy] += (usual[proxy] == 0 ? 1 : USUAL_GAIN) * (counted - usual[proxy]);
    }
    double observed = good ? seconds : Math.max(seconds, FAILURE_SECONDS);
    if (observed > peak[cell]) {
      peak[cell] = observed;
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
