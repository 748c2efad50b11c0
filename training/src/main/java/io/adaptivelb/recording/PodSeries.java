package io.adaptivelb.recording;

import java.util.Arrays;

/**
 * One pod's day: a number a measure and minute, NaN where nothing was recorded. Minutes count from the beginning of the day's
 * recording and are the same for all pods. Immutable once its reader has let go of it.
 */
public final class PodSeries {
  private final String pod;
  private final double[][] values;

  PodSeries(String pod, int minutes) {
    this.pod = pod;
    this.values = new double[Measure.values().length][minutes];
    for (double[] series : values) {
      Arrays.fill(series, Double.NaN);
    }
  }

  /** The pod's name: {@code frontend-579b9bff58-t2dbm}. */
  public String pod() {
    return pod;
  }

  /** The pod's service: its name without what its replica set and the pod itself appended. */
  public String service() {
    return pod.replaceFirst("-[a-z0-9]+-[a-z0-9]+$", "");
  }

  /** How many minutes there are. */
  public int minutes() {
    return values[0].length;
  }

  /** A minute's value; NaN when it was not recorded. */
  public double at(Measure measure, int minute) {
    return values[measure.ordinal()][minute];
  }

  /** All minutes of a measure; a copy. */
  public double[] all(Measure measure) {
    return values[measure.ordinal()].clone();
  }

  void set(Measure measure, int minute, double value) {
    values[measure.ordinal()][minute] = value;
  }
}
