package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Picker;
import java.util.Arrays;

/**
 * Envoy's slow start around another picker: an endpoint that comes (back) gets {@code max(10 %, (t/window)^(1/aggression))} of its
 * weight, aggression 1, set anew every second.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/slow_start">Envoy,
 *     slow start</a>
 */
public final class SlowStart implements Picker {
  private static final double LEAST = 0.1;

  private final Mesh mesh;
  private final Picker inner;
  private final double window;
  private final double[][] wanted;
  private final boolean[] present;
  private final float[] since;

  /** Slow start with a window in seconds. */
  public SlowStart(Mesh mesh, Picker inner, double window) {
    this.mesh = mesh;
    this.inner = inner;
    this.window = window;
    int cells = mesh.proxies() * mesh.endpoints();
    double[] equal = new double[mesh.endpoints()];
    Arrays.fill(equal, 1_000);
    wanted = new double[mesh.proxies()][];
    Arrays.fill(wanted, equal);
    present = new boolean[cells];
    since = new float[cells];
    Arrays.fill(present, true);
    Arrays.fill(since, Float.NEGATIVE_INFINITY);
  }

  @Override
  public int pick(int proxy) {
    return inner.pick(proxy);
  }

  @Override
  public void sent(int proxy, int endpoint) {
    inner.sent(proxy, endpoint);
  }

  @Override
  public void ended(int proxy, int endpoint, Outcome outcome, double seconds) {
    inner.ended(proxy, endpoint, outcome, seconds);
  }

  @Override
  public void weights(int proxy, double[] weights) {
    wanted[proxy] = weights;
    inner.weights(proxy, scaled(proxy));
  }

  @Override
  public void hostsChanged(int proxy) {
    for (int e = 0; e < mesh.endpoints(); e++) {
      int cell = proxy * mesh.endpoints() + e;
      boolean here = mesh.hosts(proxy).contains(e);
      if (here && !present[cell]) {
        since[cell] = (float) mesh.now();
      }
      present[cell] = here;
    }
    inner.hostsChanged(proxy);
    inner.weights(proxy, scaled(proxy));
  }

  /** Goes on with the ramps; every second. */
  public void climb() {
    for (int p = 0; p < mesh.proxies(); p++) {
      for (int e = 0; e < mesh.endpoints(); e++) {
        if (mesh.now() - since[p * mesh.endpoints() + e] <= window + 1) {
          inner.weights(p, scaled(p));
          break;
        }
      }
    }
  }

  private double[] scaled(int proxy) {
    double[] scaled = wanted[proxy].clone();
    for (int e = 0; e < scaled.length; e++) {
      double age = mesh.now() - since[proxy * mesh.endpoints() + e];
      if (age < window) {
        scaled[e] = Math.max(1, Math.rint(scaled[e] * Math.max(LEAST, age / window)));
      }
    }
    return scaled;
  }
}
