package io.adaptivelb.simulator.engine;

import java.util.Arrays;

/** A binary heap of ints by a double key, smallest first; equal keys in the order of their insertion. Not thread-safe. */
final class KeyedHeap {
  private double[] keys = new double[16];
  private long[] orders = new long[16];
  private int[] values = new int[16];
  private int size;
  private long order;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The smallest key, or infinity. */
  double key() {
    return size == 0 ? Double.POSITIVE_INFINITY : keys[0];
  }

  void add(double key, int value) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      orders = Arrays.copyOf(orders, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    long mine = order++;
    int i = size++;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (keys[parent] <= key) {
        break;
      }
      move(parent, i);
      i = parent;
    }
    put(i, key, mine, value);
  }

  /** Removes and returns the value with the smallest key; there must be one. */
  int pop() {
    int top = values[0];
    int last = --size;
    double key = keys[last];
    long mine = orders[last];
    int value = values[last];
    int i = 0;
    while (true) {
      int child = 2 * i + 1;
      if (child >= last) {
        break;
      }
      if (child + 1 < last && before(child + 1, child)) {
        child++;
      }
      if (key < keys[child] || (key == keys[child] && mine < orders[child])) {
        break;
      }
      move(child, i);
      i = child;
    }
    put(i, key, mine, value);
    return top;
  }

  void clear() {
    size = 0;
  }

  private boolean before(int a, int b) {
    return keys[a] < keys[b] || (keys[a] == keys[b] && orders[a] < orders[b]);
  }

  private void move(int from, int to) {
    put(to, keys[from], orders[from], values[from]);
  }

  private void put(int i, double key, long order, int value) {
    keys[i] = key;
    orders[i] = order;
    values[i] = value;
  }
}
