package io.adaptivelb.degradation;

import io.adaptivelb.dataset.Series;
import io.adaptivelb.recording.Measure;
import io.adaptivelb.recording.PodSeries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is watched of a pod, on a logarithmic scale, where twice as much is as far everywhere; and what of it belongs together. */
enum Signal {
  CPU(Measure.CPU_PERCENT, null, true),
  MEMORY(Measure.MEMORY_PERCENT, null, false),
  READS(Measure.READ_CALLS, null, false),
  WRITES(Measure.WRITE_CALLS, null, false),
  RECEIVED(Measure.RECEIVED_BYTES, null, false),
  SENT(Measure.SENT_BYTES, null, false),
  CLIENT_P90(Measure.CLIENT_P90_MILLIS, null, false),
  CLIENT_P99(Measure.CLIENT_P99_MILLIS, null, false),
  SERVER_P90(Measure.SERVER_P90_MILLIS, null, false),
  SERVER_P95(Measure.SERVER_P95_MILLIS, null, false),
  SERVER_P99(Measure.SERVER_P99_MILLIS, null, false),
  WORKLOAD(Measure.REQUESTS_PER_SECOND, null, false),
  NODE_CPU(Measure.NODE_CPU_PERCENT, null, false),
  NODE_MEMORY(Measure.NODE_MEMORY_PERCENT, null, false),
  CPU_PER_REQUEST(Measure.CPU_PERCENT, Measure.REQUESTS_PER_SECOND, false),
  SENT_PER_REQUEST(Measure.SENT_BYTES, Measure.REQUESTS_PER_SECOND, false),
  SERVER_TO_CLIENT(Measure.SERVER_P95_MILLIS, Measure.CLIENT_P95_MILLIS, false),
  SERVER_TAIL(Measure.SERVER_P99_MILLIS, Measure.SERVER_P90_MILLIS, false),
  CPU_TO_NODE(Measure.CPU_PERCENT, Measure.NODE_CPU_PERCENT, false),
  SENT_TO_RECEIVED(Measure.SENT_BYTES, Measure.RECEIVED_BYTES, false);

  private final Measure measure;
  private final @Nullable Measure per;
  private final boolean worseWhenHigher;

  Signal(Measure measure, @Nullable Measure per, boolean worseWhenHigher) {
    this.measure = measure;
    this.per = per;
    this.worseWhenHigher = worseWhenHigher;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether more of it never makes a pod look better. */
  boolean worseWhenHigher() {
    return worseWhenHigher;
  }

  String definition() {
    return per == null
        ? "log1p of " + measure.name().toLowerCase(Locale.ROOT)
        : "log1p of %s minus log1p of %s"
            .formatted(
                measure.name().toLowerCase(Locale.ROOT), per.name().toLowerCase(Locale.ROOT));
  }

  Series of(PodSeries pod) {
    Series log = new Series(pod.all(measure)).map(Math::log1p);
    return per == null ? log : log.minus(new Series(pod.all(per)).map(Math::log1p));
  }
}
