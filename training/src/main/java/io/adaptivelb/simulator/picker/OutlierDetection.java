package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.HostBook;
import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Simulation;
import io.adaptivelb.simulator.engine.Witness;
import java.util.Arrays;

/**
 * Envoy's outlier detection with its defaults, for every proxy by itself: five consecutive failures eject at once, and every
 * 10 s those whose success rate is below {@code mean − 1.9 · stdev} are ejected, given 5 hosts with 100 requests each. Ejected
 * for 30 s times the number of ejections, up to 300 s; at most 10 % of the hosts, though always one. A timeout counts as a
 * failure, as a locally originated 5xx does.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier">Envoy, outlier detection</a>
 */
public final class OutlierDetection implements Witness {
  private static final int CONSECUTIVE = 5;
  private static final double INTERVAL_SECONDS = 10;
  private static final double BASE_EJECTION_SECONDS = 30;
  private static final double MAX_EJECTION_SECONDS = 300;
  private static final double MAX_EJECTED_RATIO = 0.1;
  private static final double STDEV_FACTOR = 1.9;
  private static final int MIN_HOSTS = 5;
  private static final int MIN_REQUESTS = 100;

  private final Mesh mesh;
  private final HostBook hosts;
  private final int n;
  private final byte[] failuresInARow;
  private final int[] successes;
  private final int[] requests;
  private final byte[] ejections;
  private final float[] ejectedAt;
  private final int[] ejectedCount;

  /** For all proxies of a run; watches it from now on. */
  public OutlierDetection(Simulation simulation) {
    this.mesh = simulation.mesh();
    this.hosts = simulation.hosts();
    n = mesh.endpoints();
    int cells = mesh.proxies() * n;
    failuresInARow = new byte[cells];
    successes = new int[cells];
    requests = new int[cells];
    ejections = new byte[cells];
    ejectedAt = new float[cells];
    ejectedCount = new int[mesh.proxies()];
    Arrays.fill(ejectedAt, Float.NaN);
    simulation.watch(this);
    simulation.every(INTERVAL_SECONDS, INTERVAL_SECONDS, this::judge);
  }

  @Override
  public void ended(int proxy, int endpoint, Outcome outcome, double seconds, double sent) {
    int cell = proxy * n + endpoint;
    requests[cell]++;
    if (outcome == Outcome.SUCCESS) {
      successes[cell]++;
      failuresInARow[cell] = 0;
    } else if (++failuresInARow[cell] >= CONSECUTIVE) {
      failuresInARow[cell] = 0;
      eject(proxy, endpoint);
    }
  }

  private void eject(int proxy, int endpoint) {
    int cell = proxy * n + endpoint;
    boolean room = ejectedCount[proxy] == 0 || ejectedCount[proxy] + 1 <= MAX_EJECTED_RATIO * n;
    if (!Float.isNaN(ejectedAt[cell]) || !room) {
      return;
    }
    ejectedAt[cell] = (float) mesh.now();
    ejections[cell] = (byte) Math.min(100, ejections[cell] + 1);
    ejectedCount[proxy]++;
    hosts.eject(proxy, endpoint, true);
  }

  private void judge() {
    for (int p = 0; p < ejectedCount.length; p++) {
      if (ejectedCount[p] > 0) {
        takeBack(p);
      }
      judgeSuccessRates(p);
      Arrays.fill(requests, p * n, (p + 1) * n, 0);
      Arrays.fill(successes, p * n, (p + 1) * n, 0);
    }
  }

  private void takeBack(int proxy) {
    for (int e = 0; e < n; e++) {
      int cell = proxy * n + e;
      double lasts = Math.min(MAX_EJECTION_SECONDS, BASE_EJECTION_SECONDS * ejections[cell]);
      if (!Float.isNaN(ejectedAt[cell]) && mesh.now() - ejectedAt[cell] >= lasts) {
        ejectedAt[cell] = Float.NaN;
        ejectedCount[proxy]--;
        hosts.eject(proxy, e, false);
      }
    }
  }

  private void judgeSuccessRates(int proxy) {
    int judged = 0;
    double sum = 0;
    double squares = 0;
    for (int e = 0; e < n; e++) {
      int cell = proxy * n + e;
      if (requests[cell] >= MIN_REQUESTS) {
        double rate = rate(cell);
        judged++;
        sum += rate;
        squares += rate * rate;
      }
    }
    if (judged < MIN_HOSTS) {
      return;
    }
    double mean = sum / judged;
    double stdev = Math.sqrt(Math.max(0, squares / judged - mean * mean));
    for (int e = 0; e < n; e++) {
      int cell = proxy * n + e;
      if (requests[cell] >= MIN_REQUESTS && rate(cell) < mean - STDEV_FACTOR * stdev) {
        eject(proxy, e);
      }
    }
  }

  private double rate(int cell) {
    return 100.0 * successes[cell] / requests[cell];
  }
}
