package io.adaptivelb.forecast;

import io.adaptivelb.dataset.Series;
import io.adaptivelb.recording.Measure;
import io.adaptivelb.recording.PodSeries;
import io.adaptivelb.recording.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What else moved in a recording, on the log1p scale: how far each pod is from its own EWMA, and the mean of that over all pods. Immutable. */
final class History {
  private final List<Map<Measure, Series>> trends = new ArrayList<>();
  private final List<Map<Measure, Series>> surprises = new ArrayList<>();
  private final Map<Measure, Series> common = new EnumMap<>(Measure.class);

  History(Recording recording) {
    for (PodSeries pod : recording.pods()) {
      Map<Measure, Series> trend = new EnumMap<>(Measure.class);
      Map<Measure, Series> surprise = new EnumMap<>(Measure.class);
      for (Measure measure : Measure.values()) {
        Series series = new Series(pod.all(measure)).map(Math::log1p);
        trend.put(measure, trend(series));
        surprise.put(measure, series.minus(series.ewma(10)));
      }
      trends.add(trend);
      surprises.add(surprise);
    }
    for (Measure measure : Measure.values()) {
      common.put(measure, mean(recording.minutes(), measure));
    }
  }

  private Series mean(int minutes, Measure measure) {
    double[] means = new double[minutes];
    Arrays.setAll(
        means,
        minute -> surprises.stream()
            .mapToDouble(pod -> of(pod, measure).at(minute))
            .filter(value -> !Double.isNaN(value))
            .average()
            .orElse(Double.NaN));
    return new Series(means);
  }

  private static Series trend(Series series) {
    double[] trend = new double[series.minutes()];
    Arrays.setAll(trend, minute -> series.mean(minute, 5) - series.median(minute, 60));
    return new Series(trend);
  }

  /** How far the mean of a pod's last five minutes is from the median of the last sixty, log1p. */
  Series trend(int pod, Measure measure) {
    return of(trends.get(pod), measure);
  }

  /** How far a pod's measure is from its EWMA over ten minutes, log1p. */
  Series surprise(int pod, Measure measure) {
    return of(surprises.get(pod), measure);
  }

  /** The mean of the surprise over all pods of the minute. */
  Series common(Measure measure) {
    return of(common, measure);
  }

  private static Series of(Map<Measure, Series> all, Measure measure) {
    Series series = all.get(measure);
    if (series == null) {
      throw new IllegalArgumentException(measure + " is not recorded");
    }
    return series;
  }
}
