package io.adaptivelb.simulator.engine;

import java.util.Arrays;

/** Things that all take the same time, and so leave in the order in which they came: a ring instead of a heap. */
final class DelayLine {
  private final double delay;
  private double[] times = new double[64];
  private long[] values = new long[64];
  private int head;
  private int size;

  DelayLine(double delay) {
    this.delay = delay;
  }

  double time() {
    return size == 0 ? Double.POSITIVE_INFINITY : times[head];
  }

  void add(double now, long value) {
    if (size == times.length) {
      grow();
    }
    int tail = (head + size++) & (times.length - 1);
    times[tail] = now + delay;
    values[tail] = value;
  }

  long pop() {
    long value = values[head];
    head = (head + 1) & (times.length - 1);
    size--;
    return value;
  }

  private void grow() {
    int n = times.length;
    double[] moreTimes = Arrays.copyOf(times, 2 * n);
    long[] moreValues = Arrays.copyOf(values, 2 * n);
    for (int i = 0; i < n; i++) {
      moreTimes[i] = times[(head + i) & (n - 1)];
      moreValues[i] = values[(head + i) & (n - 1)];
    }
    times = moreTimes;
    values = moreValues;
    head = 0;
  }
}
