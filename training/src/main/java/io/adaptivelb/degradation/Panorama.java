package io.adaptivelb.degradation;

import io.adaptivelb.recording.PodSeries;
import io.adaptivelb.recording.Recording;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All pods' deviations side by side: what one pod's deviation is among those of the others at the same minute. A system that is slow
 * everywhere has no degraded pod. Immutable.
 */
final class Panorama {
  private static final double ENOUGH = 10;

  private final List<Map<Signal, Deviation>> pods = new ArrayList<>();
  private final int minutes;
  /** By signal, pod and minute. */
  private final Map<Signal, double[][]> contrasts = new EnumMap<>(Signal.class);

  private final Map<Signal, double[][]> ranks = new EnumMap<>(Signal.class);
  /** By pod and minute. */
  private final double[][] restlessness;

  private final double[][] restlessRank;

  Panorama(Recording recording) {
    minutes = recording.minutes();
    for (PodSeries pod : recording.pods()) {
      Map<Signal, Deviation> deviations = new EnumMap<>(Signal.class);
      for (Signal signal : Signal.values()) {
        deviations.put(signal, new Deviation(signal.of(pod)));
      }
      pods.add(deviations);
    }
    for (Signal signal : Signal.values()) {
      double[][] recent = new double[pods.size()][minutes];
      for (int p = 0; p < recent.length; p++) {
        for (int t = 0; t < minutes; t++) {
          recent[p][t] = of(p, signal).recent.at(t);
        }
      }
      contrasts.put(signal, contrast(recent));
      ranks.put(signal, rank(recent));
    }
    restlessness = restlessness();
    restlessRank = rank(restlessness);
  }

  Deviation of(int pod, Signal signal) {
    Deviation deviation = pods.get(pod).get(signal);
    if (deviation == null) {
      throw new IllegalArgumentException(signal + " is not watched");
    }
    return deviation;
  }

  /** A pod's recent deviation minus the median of all pods'. */
  double contrast(int pod, Signal signal, int minute) {
    return of(contrasts, signal)[pod][minute];
  }

  /** The share of the other pods whose recent deviation is smaller; ties half. */
  double rank(int pod, Signal signal, int minute) {
    return of(ranks, signal)[pod][minute];
  }

  /** The mean over signals of the recent deviation's size, each at most 10. */
  double restlessness(int pod, int minute) {
    return restlessness[pod][minute];
  }

  /** The share of the other pods that are less restless; ties half. */
  double restlessRank(int pod, int minute) {
    return restlessRank[pod][minute];
  }

  private double[][] restlessness() {
    double[][] all = new double[pods.size()][minutes];
    for (int p = 0; p < all.length; p++) {
      for (int t = 0; t < minutes; t++) {
        double sum = 0;
        int n = 0;
        for (Signal signal : Signal.values()) {
          double recent = of(p, signal).recent.at(t);
          if (!Double.isNaN(recent)) {
            sum += Math.min(ENOUGH, Math.abs(recent));
            n++;
          }
        }
        all[p][t] = n == 0 ? Double.NaN : sum / n;
      }
    }
    return all;
  }

  private double[][] contrast(double[][] values) {
    double[][] all = new double[values.length][minutes];
    for (int t = 0; t < minutes; t++) {
      double median = Deviation.median(column(values, t));
      for (int p = 0; p < values.length; p++) {
        all[p][t] = values[p][t] - median;
      }
    }
    return all;
  }

  private double[][] rank(double[][] values) {
    double[][] all = new double[values.length][minutes];
    for (int t = 0; t < minutes; t++) {
      double[] column = column(values, t);
      for (int p = 0; p < column.length; p++) {
        double below = 0;
        int others = 0;
        for (int q = 0; q < column.length; q++) {
          if (q != p && !Double.isNaN(column[q])) {
            below += column[q] < column[p] ? 1 : column[q] == column[p] ? 0.5 : 0;
            others++;
          }
        }
        all[p][t] = Double.isNaN(column[p]) || others == 0 ? Double.NaN : below / others;
      }
    }
    return all;
  }

  private static double[] column(double[][] values, int minute) {
    double[] column = new double[values.length];
    for (int p = 0; p < column.length; p++) {
      column[p] = values[p][minute];
    }
    return column;
  }

  private static double[][] of(Map<Signal, double[][]> all, Signal signal) {
    double[][] values = all.get(signal);
    if (values == null) {
      throw new IllegalArgumentException(signal + " is not watched");
    }
    return values;
  }
}
