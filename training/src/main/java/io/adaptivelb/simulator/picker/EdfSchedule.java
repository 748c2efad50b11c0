package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Hosts;
import java.util.SplittableRandom;

/**
 * Envoy's earliest-deadline-first scheduler: whoever has the earliest deadline is picked and gets a new one, {@code 1/weight}
 * later. Its weight is read again only when it is picked.
 *
 * <p>A new schedule starts as if a number of picks had been made, which every load balancer draws once for itself: proxies that
 * get the same weights at the same moment do not all begin with the same endpoint, and a light endpoint is not starved by
 * frequent updates.
 *
 * @see <a href="https://github.com/envoyproxy/envoy/blob/main/source/common/upstream/edf_scheduler.h">edf_scheduler.h,
 *     createWithPicks</a>
 */
final class EdfSchedule {
  /** The weight of an endpoint at this moment. */
  @FunctionalInterface
  interface Weigher {
    double weight(int endpoint);
  }

  private static final int MOST_PICKS = 1 << 24;

  private final int picks;
  private final double[] deadlines;
  private final long[] orders;
  private final int[] endpoints;
  private int size;
  private long order;

  EdfSchedule(int capacity, SplittableRandom random) {
    picks = random.nextInt(MOST_PICKS);
    deadlines = new double[capacity];
    orders = new long[capacity];
    endpoints = new int[capacity];
  }

  /** Starts anew with these hosts. */
  void rebuild(Hosts hosts, Weigher weigher) {
    size = 0;
    order = 0;
    int n = hosts.size();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += weigher.weight(hosts.get(i));
    }
    int done = 0;
    for (int i = 0; i < n; i++) {
      int endpoint = hosts.get(i);
      double weight = weigher.weight(endpoint);
      double before = Math.floor(picks * weight / sum);
      done += (int) before;
      push((before + 1) / weight, order++, endpoint);
    }
    for (; done < picks; done++) {
      pick(weigher);
    }
  }

  int pick(Weigher weigher) {
    int endpoint = endpoints[0];
    double deadline = deadlines[0] + 1 / weigher.weight(endpoint);
    down(deadline, order++, endpoint);
    return endpoint;
  }

  private void push(double deadline, long mine, int endpoint) {
    int i = size++;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (deadlines[parent] <= deadline) {
        break;
      }
      put(i, deadlines[parent], orders[parent], endpoints[parent]);
      i = parent;
    }
    put(i, deadline, mine, endpoint);
  }

  private void down(double deadline, long mine, int endpoint) {
    int i = 0;
    while (true) {
      int child = 2 * i + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && before(child + 1, deadlines[child], orders[child])) {
        child++;
      }
      if (!before(child, deadline, mine)) {
        break;
      }
      put(i, deadlines[child], orders[child], endpoints[child]);
      i = child;
    }
    put(i, deadline, mine, endpoint);
  }

  private boolean before(int i, double deadline, long mine) {
    return deadlines[i] < deadline || (deadlines[i] == deadline && orders[i] < mine);
  }

  private void put(int i, double deadline, long mine, int endpoint) {
    deadlines[i] = deadline;
    orders[i] = mine;
    endpoints[i] = endpoint;
  }
}
