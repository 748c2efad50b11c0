package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Hosts;
import java.util.SplittableRandom;

/** Draws endpoints with probability proportional to weight: cumulative sums and a binary search. */
final class WeightedDraw {
  private final double[] sums;
  private final int[] endpoints;
  private int size;

  WeightedDraw(int capacity) {
    sums = new double[capacity];
    endpoints = new int[capacity];
  }

  void rebuild(Hosts hosts, Weights weights, int proxy) {
    size = hosts.size();
    double sum = 0;
    for (int i = 0; i < size; i++) {
      endpoints[i] = hosts.get(i);
      sum += weights.of(proxy, endpoints[i]);
      sums[i] = sum;
    }
  }

  int draw(SplittableRandom random) {
    double at = random.nextDouble() * sums[size - 1];
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sums[middle] > at) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return endpoints[low];
  }

  /** Another one than the given, where there is another. */
  int drawOther(SplittableRandom random, int than) {
    int drawn = draw(random);
    for (int tries = 0; drawn == than && tries < 8 && size > 1; tries++) {
      drawn = draw(random);
    }
    return drawn;
  }
}
