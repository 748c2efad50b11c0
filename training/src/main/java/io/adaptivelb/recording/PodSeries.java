package io.adaptivelb.recording;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * One pod's day: a number a measure and minute, NaN where nothing was recorded. Minutes count from the beginning of the day's
 * recording and are the same for all pods. Immutable once its reader has let go of it.
 */
public final class PodSeries {
  private final String pod;
  private final int minutes;
  private final Map<Measure, double[]> values = new EnumMap<>(Measure.class);

  PodSeries(String pod, int minutes) {
    this.pod = pod;
    this.minutes = minutes;
    for (Measure measure : Measure.values()) {
      double[] series = new double[minutes];
      Arrays.fill(series, Double.NaN);
      values.put(measure, series);
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
    return minutes;
  }

  /** A minute's value; NaN when it was not recorded. */
  public double at(Measure measure, int minute) {
    return of(measure)[minute];
  }

  /** All minutes of a measure; a copy. */
  public double[] all(Measure measure) {
    return of(measure).clone();
  }

  void set(Measure measure, int minute, double value) {
    of(measure)[minute] = value;
  }

  private double[] of(Measure measure) {
    double[] series = values.get(measure);
    if (series == null) {
      throw new IllegalArgumentException(measure + " is not recorded");
    }
    return series;
  }
}
