package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Hosts;
import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Picker;
import io.adaptivelb.simulator.engine.Server;
import java.util.Arrays;

/**
 * Prequal: every query sends three probes for the queries after it; their answers (requests in flight, latency at that load)
 * wait in a pool of at most 16, each for at most a second and a limited number of uses. An answer is hot when its in-flight
 * number is above the 0.84-quantile of those seen; the cold one with the lowest latency wins, or the hot one with the
 * lowest number.
 *
 * <p>Uses of an answer: {@code b = max(1, (1 + δ) / ((1 − m/n) · r_probe − r_remove))}, δ = 1, r_probe = 3, r_remove = 1, pool
 * m, endpoints n; fractions are rounded at random. A query removes one answer, in turn the oldest and the worst. Whoever picks
 * an endpoint adds one to the number in its pool. With fewer than two answers the choice is random. Endpoints that recently
 * failed are taken with an aversion: their latency counts as if a failure cost 5 s.
 *
 * @see <a href="https://www.usenix.org/conference/nsdi24/presentation/wydrowski">Wydrowski et al., Load is not what you
 *     should balance: Introducing Prequal, NSDI 2024</a>
 */
public final class Prequal implements Picker {
  private static final int PROBES = 3;
  private static final double REMOVALS = 1;
  private static final double DELTA = 1;
  private static final int POOL = 16;
  private static final double MAX_AGE_SECONDS = 1;
  private static final double HOT_QUANTILE = 0.84;
  private static final int SEEN = 64;
  private static final double FAILURE_SECONDS = 5;

  private final Mesh mesh;
  private final Pool[] pools;
  private final Aversion aversion;
  private final double uses;

  /** One proxy's answers, newest last. */
  private static final class Pool {
    final int[] endpoints = new int[POOL];
    final int[] inFlight = new int[POOL];
    final double[] latency = new double[POOL];
    final double[] times = new double[POOL];
    final int[] usesLeft = new int[POOL];
    final int[] seen = new int[SEEN];
    final int[] sorted = new int[SEEN];
    int size;
    long seenCount;
    boolean oldestNext;

    void remove(int i) {
      size--;
      System.arraycopy(endpoints, i + 1, endpoints, i, size - i);
      System.arraycopy(inFlight, i + 1, inFlight, i, size - i);
      System.arraycopy(latency, i + 1, latency, i, size - i);
      System.arraycopy(times, i + 1, times, i, size - i);
      System.arraycopy(usesLeft, i + 1, usesLeft, i, size - i);
    }
  }

  /** For the proxies of a mesh. */
  public Prequal(Mesh mesh) {
    this.mesh = mesh;
    pools = new Pool[mesh.proxies()];
    for (int p = 0; p < pools.length; p++) {
      pools[p] = new Pool();
    }
    aversion = new Aversion(mesh);
    uses = reuse(POOL, mesh.endpoints(), PROBES, REMOVALS, DELTA);
  }

  /** How often an answer may be used; infinite where probes do not keep up. */
  static double reuse(double pool, double endpoints, double probes, double removals, double delta) {
    double gained = (1 - Math.min(1, pool / endpoints)) * probes - removals;
    return gained <= 0 ? POOL : Math.max(1, (1 + delta) / gained);
  }

  @Override
  public int pick(int proxy) {
    Pool pool = pools[proxy];
    forget(pool, proxy);
    int chosen;
    if (pool.size < 2) {
      chosen = anyone(proxy);
    } else {
      int i = best(pool, proxy, false);
      chosen = pool.endpoints[i];
      if (--pool.usesLeft[i] <= 0) {
        pool.remove(i);
      }
    }
    for (int i = 0; i < pool.size; i++) {
      if (pool.endpoints[i] == chosen) {
        // Its latency with it, by the rule by which the server reports it.
        pool.latency[i] *= (pool.inFlight[i] + 2.0) / (pool.inFlight[i] + 1.0);
        pool.inFlight[i]++;
      }
    }
    removeOne(pool, proxy);
    probe(pool, proxy);
    return chosen;
  }

  private void forget(Pool pool, int proxy) {
    double oldest = mesh.now() - MAX_AGE_SECONDS;
    for (int i = pool.size - 1; i >= 0; i--) {
      if (pool.times[i] < oldest || !mesh.hosts(proxy).contains(pool.endpoints[i])) {
        pool.remove(i);
      }
    }
  }

  private void removeOne(Pool pool, int proxy) {
    if (pool.size > 2) {
      pool.oldestNext = !pool.oldestNext;
      pool.remove(pool.oldestNext ? 0 : best(pool, proxy, true));
    }
  }

  private void probe(Pool pool, int proxy) {
    int first = -1;
    int second = -1;
    for (int i = 0; i < PROBES; i++) {
      int target = anyone(proxy);
      for (int tries = 0; tries < 4 && (target == first || target == second); tries++) {
        target = anyone(proxy);
      }
      if (target == first || target == second) {
        continue;
      }
      second = i == 1 ? target : second;
      first = i == 0 ? target : first;
      answer(pool, mesh.server(target));
    }
  }

  private int anyone(int proxy) {
    Hosts hosts = mesh.hosts(proxy);
    return hosts.get(mesh.random().nextInt(hosts.size()));
  }

  private void answer(Pool pool, Server server) {
    if (!server.isUp()) {
      return;
    }
    if (pool.size == POOL) {
      pool.remove(0);
    }
    int i = pool.size++;
    pool.endpoints[i] = server.index();
    pool.inFlight[i] = server.inFlight();
    pool.latency[i] = server.latencyAtLoad(mesh.now());
    pool.times[i] = mesh.now();
    double whole = Math.floor(uses);
    pool.usesLeft[i] = (int) whole + (mesh.random().nextDouble() < uses - whole ? 1 : 0);
    pool.seen[(int) (pool.seenCount++ % SEEN)] = pool.inFlight[i];
  }

  private int best(Pool pool, int proxy, boolean worst) {
    int hot = hotLimit(pool);
    int chosen = 0;
    double lowest = Double.NaN;
    for (int i = 0; i < pool.size; i++) {
      double rank = rank(pool, i, proxy, hot);
      if (Double.isNaN(lowest) || (worst ? rank > lowest : rank < lowest)) {
        lowest = rank;
        chosen = i;
      }
    }
    return chosen;
  }

  private double rank(Pool pool, int i, int proxy, int hot) {
    int endpoint = pool.endpoints[i];
    double averse = aversion.of(proxy, endpoint);
    boolean isHot = pool.inFlight[i] > hot;
    return isHot
        ? 1e6 + pool.inFlight[i] * (1 + 100 * averse)
        : pool.latency[i] + averse * FAILURE_SECONDS;
  }

  private int hotLimit(Pool pool) {
    int n = (int) Math.min(SEEN, pool.seenCount);
    System.arraycopy(pool.seen, 0, pool.sorted, 0, n);
    Arrays.sort(pool.sorted, 0, n);
    return n == 0 ? Integer.MAX_VALUE : pool.sorted[(int) (HOT_QUANTILE * (n - 1))];
  }

  @Override
  public void ended(int proxy, int endpoint, Outcome outcome, double seconds) {
    aversion.ended(proxy, endpoint, outcome == Outcome.SUCCESS);
  }
}
