package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Picker;
import io.adaptivelb.simulator.engine.Server;
import java.util.Arrays;

/**
 * Ours: probes as in {@link Prequal}, drawn by weight, and the brain's weights as the prior of what their answers mean.
 *
 * <p>Every query sends three probes for the queries after it. An answer tells requests in flight, latency per request in
 * flight, and the recent share of errors; the answer to a request tells the same. The newest answer of
 * each of at most 16 endpoints is kept, for at most a second. The lowest cost wins:
 *
 * <pre>  (expected in flight + 1) / weight · slow · (1 + 100 · errors)</pre>
 *
 * <ul>
 *   <li><i>Expected in flight.</i> What was read fades with {@code exp(−age/τ)}, τ = 50 ms, towards what an endpoint of that
 *       weight usually has: a queue of requests of some milliseconds forgets itself in tens of them, and a proxy that trusts
 *       older readings goes where everybody went.
 *   <li><i>Slow.</i> Latency per request in flight, times weight, is the same everywhere while the weights are right. Where
 *       it exceeds 1.5 medians of the pool, an endpoint became slower than the brain knows, and costs so much more.
 *   <li><i>Errors.</i> The larger of what the endpoint says of itself and what this proxy saw of it, so that an endpoint that
 *       fails at once need not fail each proxy once.
 *   <li><i>Exploration.</i> The weight stands in the draw and in the cost, which would leave an endpoint of little weight
 *       with nothing, and the brain without news of it. So where a query's own draw by weight falls on one below 0.1, that one
 *       is asked, and unless it says that it fails, the query goes there.
 * </ul>
 */
public final class WeightedProbing implements Picker {
  private static final int PROBES = 3;
  private static final double MAX_AGE_SECONDS = 1;
  private static final double FADE_SECONDS = 0.05;

  /** So many times the pool's median are an accident of the sample. */
  private static final double ORDINARY = 1.5;

  private static final double EXPLORED_BELOW = 0.1;
  private static final double EXPLORED_ERRORS = 0.1;
  private static final double ERROR_COST = 100;
  private static final double USUAL_GAIN = 0.02;

  private final Mesh mesh;
  private final Weights weights;
  private final WeightedDraw[] draws;
  private final Answers[] pools;
  private final Aversion aversion;

  /** One proxy's answers, at most one an endpoint, newest last. */
  private static final class Answers {
    private static final int MOST = 16;

    final int[] endpoints = new int[MOST];
    final double[] inFlight = new double[MOST];
    final double[] latency = new double[MOST];
    final double[] errors = new double[MOST];
    final double[] times = new double[MOST];
    final double[] sorted = new double[MOST];
    int size;

    /** What an endpoint of weight 1 usually has in flight. */
    double usual = 1;

    int add(int endpoint) {
      for (int i = 0; i < size; i++) {
        if (endpoints[i] == endpoint) {
          remove(i);
          break;
        }
      }
      if (size == MOST) {
        remove(0);
      }
      endpoints[size] = endpoint;
      return size++;
    }

    void remove(int i) {
      size--;
      for (double[] column : new double[][] {inFlight, latency, errors, times}) {
        System.arraycopy(column, i + 1, column, i, size - i);
      }
      System.arraycopy(endpoints, i + 1, endpoints, i, size - i);
    }
  }

  /** For the proxies of a mesh. */
  public WeightedProbing(Mesh mesh) {
    this.mesh = mesh;
    weights = new Weights(mesh);
    draws = new WeightedDraw[mesh.proxies()];
    pools = new Answers[mesh.proxies()];
    for (int p = 0; p < draws.length; p++) {
      draws[p] = new WeightedDraw(mesh.endpoints());
      draws[p].rebuild(mesh.hosts(p), weights, p);
      pools[p] = new Answers();
    }
    aversion = new Aversion(mesh);
  }

  @Override
  public int pick(int proxy) {
    Answers pool = pools[proxy];
    forget(pool, proxy);
    int chosen = draws[proxy].draw(mesh.random());
    if (pool.size >= 2 && !explores(proxy, chosen)) {
      int i = cheapest(pool, proxy);
      chosen = pool.endpoints[i];
      pool.inFlight[i]++;
    }
    probe(proxy);
    return chosen;
  }

  private boolean explores(int proxy, int endpoint) {
    if (weights.of(proxy, endpoint) >= EXPLORED_BELOW) {
      return false;
    }
    int i = hear(proxy, mesh.server(endpoint));
    return pools[proxy].errors[i] < EXPLORED_ERRORS;
  }

  private void forget(Answers pool, int proxy) {
    double oldest = mesh.now() - MAX_AGE_SECONDS;
    for (int i = pool.size - 1; i >= 0; i--) {
      if (pool.times[i] < oldest || !mesh.hosts(proxy).contains(pool.endpoints[i])) {
        pool.remove(i);
      }
    }
  }

  private void probe(int proxy) {
    int first = draws[proxy].draw(mesh.random());
    int second = draws[proxy].drawOther(mesh.random(), first);
    hear(proxy, mesh.server(first));
    hear(proxy, mesh.server(second));
    for (int i = 2; i < PROBES; i++) {
      int target = draws[proxy].drawOther(mesh.random(), first);
      if (target != second) {
        hear(proxy, mesh.server(target));
      }
    }
  }

  private int hear(int proxy, Server server) {
    Answers pool = pools[proxy];
    double now = mesh.now();
    int i = pool.add(server.index());
    int inFlight = server.inFlight();
    pool.inFlight[i] = inFlight;
    pool.latency[i] = server.latencyAtLoad(now) / (inFlight + 1);
    pool.errors[i] = server.isUp() ? server.recentErrorRatio(now) : 1;
    pool.times[i] = now;
    double reading = inFlight / weights.of(proxy, server.index());
    pool.usual += USUAL_GAIN * (reading - pool.usual);
    return i;
  }

  private int cheapest(Answers pool, int proxy) {
    double ordinary = ORDINARY * medianLatency(pool, proxy);
    int chosen = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = pool.size - 1; i >= 0; i--) {
      double cost = cost(pool, i, proxy, ordinary);
      if (cost < lowest) {
        lowest = cost;
        chosen = i;
      }
    }
    return chosen;
  }

  private double cost(Answers pool, int i, int proxy, double ordinary) {
    int endpoint = pool.endpoints[i];
    double weight = weights.of(proxy, endpoint);
    double usual = pool.usual * weight;
    double keep = StrictMath.exp((pool.times[i] - mesh.now()) / FADE_SECONDS);
    double expected = usual + (pool.inFlight[i] - usual) * keep;
    double slow = ordinary > 0 ? Math.max(1, pool.latency[i] * weight / ordinary) : 1;
    double errors = Math.max(pool.errors[i], aversion.of(proxy, endpoint));
    return (expected + 1) / (usual + 1) * slow * (1 + ERROR_COST * errors);
  }

  /** The median over the pool of latency per request in flight, times weight; 0 when nothing is known. */
  private double medianLatency(Answers pool, int proxy) {
    int n = 0;
    for (int i = 0; i < pool.size; i++) {
      if (pool.latency[i] > 0) {
        pool.sorted[n++] = pool.latency[i] * weights.of(proxy, pool.endpoints[i]);
      }
    }
    Arrays.sort(pool.sorted, 0, n);
    return n == 0 ? 0 : pool.sorted[n / 2];
  }

  @Override
  public void ended(int proxy, int endpoint, Outcome outcome, double seconds) {
    boolean good = outcome == Outcome.SUCCESS;
    if (good && aversion.of(proxy, endpoint) == 0) {
      hear(proxy, mesh.server(endpoint));
    }
    aversion.ended(proxy, endpoint, good);
  }

  @Override
  public void weights(int proxy, double[] fresh) {
    double mean = Arrays.stream(fresh).average().orElse(1);
    weights.set(proxy, Arrays.stream(fresh).map(weight -> weight / mean).toArray());
    hostsChanged(proxy);
  }

  @Override
  public void hostsChanged(int proxy) {
    draws[proxy].rebuild(mesh.hosts(proxy), weights, proxy);
  }
}
