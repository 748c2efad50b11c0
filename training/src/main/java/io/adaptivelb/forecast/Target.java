package io.adaptivelb.forecast;

import io.adaptivelb.dataset.Series;
import io.adaptivelb.recording.Measure;
import io.adaptivelb.recording.PodSeries;

/** What is forecast of a pod for the next minute; latencies on the log1p scale of milliseconds, so that 10 ms to 20 weigh like 100 to 200. */
public enum Target {
  SERVER_LATENCY_P90(Measure.SERVER_P90_MILLIS, true),
  SERVER_LATENCY_P95(Measure.SERVER_P95_MILLIS, true),
  SERVER_LATENCY_P99(Measure.SERVER_P99_MILLIS, true),
  CPU(Measure.CPU_PERCENT, false),
  MEMORY(Measure.MEMORY_PERCENT, false),
  WORKLOAD(Measure.REQUESTS_PER_SECOND, false);

  private final Measure measure;
  private final boolean logarithmic;

  Target(Measure measure, boolean logarithmic) {
    this.measure = measure;
    this.logarithmic = logarithmic;
  }

  /** Where it is recorded. */
  public Measure measure() {
    return measure;
  }

  /** Whether it is a latency, on the log1p scale. */
  public boolean latency() {
    return logarithmic;
  }

  /** What a forecast and its error are in. */
  public String unit() {
    return switch (this) {
      case CPU, MEMORY -> "%";
      case WORKLOAD -> "requests/s";
      default -> "log1p ms";
    };
  }

  /** A pod's series on the scale that is forecast. */
  public Series of(PodSeries pod) {
    Series raw = new Series(pod.all(measure));
    return logarithmic ? raw.map(Math::log1p) : raw;
  }
}
