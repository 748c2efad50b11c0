package io.adaptivelb.simulator.engine;

import java.util.Arrays;

/** The next event of each endpoint: an indexed heap, one entry an endpoint, so that no event is ever stale. */
final class Agenda {
  private final double[] times;
  private final int[] heap;
  private final int[] places;

  Agenda(int endpoints) {
    times = new double[endpoints];
    Arrays.fill(times, Double.POSITIVE_INFINITY);
    heap = new int[endpoints];
    places = new int[endpoints];
    for (int i = 0; i < endpoints; i++) {
      heap[i] = i;
      places[i] = i;
    }
  }

  double time() {
    return times[heap[0]];
  }

  int endpoint() {
    return heap[0];
  }

  void set(int endpoint, double time) {
    double before = times[endpoint];
    times[endpoint] = time;
    if (time < before) {
      up(places[endpoint], endpoint);
    } else if (time > before) {
      down(places[endpoint], endpoint);
    }
  }

  private void up(int from, int endpoint) {
    int i = from;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (!before(endpoint, heap[parent])) {
        break;
      }
      put(i, heap[parent]);
      i = parent;
    }
    put(i, endpoint);
  }

  private void down(int from, int endpoint) {
    int i = from;
    int size = heap.length;
    while (true) {
      int child = 2 * i + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], endpoint)) {
        break;
      }
      put(i, heap[child]);
      i = child;
    }
    put(i, endpoint);
  }

  /** Equal times in the order of the endpoints: the same bytes whatever happened before. */
  private boolean before(int a, int b) {
    return times[a] < times[b] || (times[a] == times[b] && a < b);
  }

  private void put(int place, int endpoint) {
    heap[place] = endpoint;
    places[endpoint] = place;
  }
}
