package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.HostBook;
import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.OutlierRules;
import io.adaptivelb.simulator.engine.Simulation;
import io.adaptivelb.simulator.engine.Witness;
import java.util.Arrays;

/**
 * Envoy's outlier detection, for every proxy by itself: failures in a row eject at once, and every interval those whose success
 * rate is below {@code mean − 1.9 · stdev} are ejected, given 5 hosts with 100 requests each. An ejection lasts the base time
 * times the number of ejections, which falls again by one with every interval that a host stays in; the next active health check
 * that passes ends it, where there are any. Every attempt counts, retried or not.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier">Envoy, outlier detection</a>
 * @see <a href="https://github.com/envoyproxy/envoy/blob/main/source/common/upstream/outlier_detection_impl.cc">its source</a>
 */
public final class OutlierDetection implements Witness {
  private static final double STDEV_FACTOR = 1.9;
  private static final int MIN_HOSTS = 5;
  private static final int MIN_REQUESTS = 100;

  private final OutlierRules rules;
  private final double interval;
  private final double baseSeconds;
  private final double maxSeconds;
  private final Mesh mesh;
  private final HostBook hosts;
  private final int n;
  private final byte[] errorsInARow;
  private final byte[] localInARow;
  private final int[] successes;
  private final int[] requests;
  private final short[] ejections;
  private final float[] ejectedAt;
  private final float[] backAt;
  private final int[] ejectedCount;

  /** With Envoy's defaults, for all proxies of a run; watches it from now on. */
  public OutlierDetection(Simulation simulation) {
    this(simulation, OutlierRules.DEFAULTS);
  }

  /** For all proxies of a run; watches it from now on. */
  public OutlierDetection(Simulation simulation, OutlierRules rules) {
    this.rules = rules;
    interval = rules.interval().toNanos() / 1e9;
    baseSeconds = rules.baseEjectionTime().toNanos() / 1e9;
    maxSeconds = rules.maxEjectionTime().toNanos() / 1e9;
    mesh = simulation.mesh();
    hosts = simulation.hosts();
    n = mesh.endpoints();
    int cells = mesh.proxies() * n;
    errorsInARow = new byte[cells];
    localInARow = new byte[cells];
    successes = new int[cells];
    requests = new int[cells];
    ejections = new short[cells];
    ejectedAt = new float[cells];
    backAt = new float[cells];
    ejectedCount = new int[mesh.proxies()];
    Arrays.fill(ejectedAt, Float.NaN);
    Arrays.fill(backAt, Float.NaN);
    simulation.watch(this);
    simulation.every(interval, interval, this::judge);
    if (!rules.healthChecks().isZero()) {
      double period = rules.healthChecks().toNanos() / 1e9;
      simulation.every(period, period * mesh.random().nextDouble(), this::check);
    }
  }

  @Override
  public void ended(int proxy, int endpoint, Outcome outcome, double seconds, double sent) {
    count(proxy, endpoint, outcome);
  }

  @Override
  public void retried(int proxy, int endpoint, Outcome outcome, double seconds) {
    count(proxy, endpoint, outcome);
  }

  private void count(int proxy, int endpoint, Outcome outcome) {
    int cell = proxy * n + endpoint;
    boolean local = outcome == Outcome.CONNECTION_FAILURE || outcome == Outcome.TIMEOUT;
    requests[cell]++;
    if (rules.consecutiveLocal() > 0) {
      localInARow[cell] = local ? (byte) (localInARow[cell] + 1) : 0;
      if (local) {
        ejectAt(rules.consecutiveLocal(), localInARow, proxy, endpoint);
        return;
      }
    }
    if (outcome == Outcome.SUCCESS) {
      successes[cell]++;
      errorsInARow[cell] = 0;
    } else {
      errorsInARow[cell]++;
      ejectAt(rules.consecutive5xx(), errorsInARow, proxy, endpoint);
    }
  }

  private void ejectAt(int limit, byte[] inARow, int proxy, int endpoint) {
    int cell = proxy * n + endpoint;
    if (inARow[cell] >= limit) {
      inARow[cell] = 0;
      eject(proxy, endpoint);
    }
  }

  private void eject(int proxy, int endpoint) {
    int cell = proxy * n + endpoint;
    if (isEjected(cell) || ejectedCount[proxy] + 1 > rules.maxEjected() * n) {
      return;
    }
    ejectedAt[cell] = (float) mesh.now();
    if (ejections[cell] * baseSeconds < maxSeconds + baseSeconds) {
      ejections[cell]++;
    }
    ejectedCount[proxy]++;
    hosts.eject(proxy, endpoint, true);
  }

  private boolean isEjected(int cell) {
    return !Float.isNaN(ejectedAt[cell]);
  }

  private void judge() {
    for (int p = 0; p < ejectedCount.length; p++) {
      for (int e = 0; e < n; e++) {
        int cell = p * n + e;
        if (isEjected(cell)) {
          if (mesh.now() - ejectedAt[cell] >= Math.min(maxSeconds, baseSeconds * ejections[cell])) {
            takeBack(p, e);
          }
        } else if (ejections[cell] > 0 && mesh.now() - backAt[cell] >= interval) {
          ejections[cell]--;
        }
      }
      if (rules.successRate()) {
        judgeSuccessRates(p);
      }
      Arrays.fill(requests, p * n, (p + 1) * n, 0);
      Arrays.fill(successes, p * n, (p + 1) * n, 0);
    }
  }

  private void check() {
    for (int p = 0; p < ejectedCount.length; p++) {
      for (int e = 0; e < n && ejectedCount[p] > 0; e++) {
        if (isEjected(p * n + e) && mesh.server(e).isUp() && hosts.isHealthy(e)) {
          takeBack(p, e);
        }
      }
    }
  }

  private void takeBack(int proxy, int endpoint) {
    int cell = proxy * n + endpoint;
    ejectedAt[cell] = Float.NaN;
    backAt[cell] = (float) mesh.now();
    errorsInARow[cell] = 0;
    localInARow[cell] = 0;
    ejectedCount[proxy]--;
    hosts.eject(proxy, endpoint, false);
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
