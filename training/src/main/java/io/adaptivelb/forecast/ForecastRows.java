package io.adaptivelb.forecast;

import io.adaptivelb.dataset.Series;
import io.adaptivelb.recording.PodSeries;
import io.adaptivelb.recording.Recording;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The examples of a recording, minute by minute, for others to learn from. */
public final class ForecastRows {
  private ForecastRows() {}

  /** Takes examples, in order of time. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes an example.
     *
     * @param minute at whose end it is made
     * @param features in the order of {@link #features()}
     * @param next the target's value in the next minute
     */
    void example(Target target, String pod, int minute, float[] features, float next);
  }

  /** What the columns' names and meanings are known by. */
  public static String schema() {
    return ForecastFeatures.SCHEMA.id();
  }

  /** The names of the columns. */
  public static List<String> features() {
    return ForecastFeatures.SCHEMA.names();
  }

  /** Hands over the examples of all minutes, targets and pods that were recorded in a minute and the next one. */
  public static void of(Recording recording, Sink sink) {
    History history = new History(recording);
    List<Map<Target, PodMoment.Past>> pasts = new ArrayList<>();
    for (PodSeries pod : recording.pods()) {
      Map<Target, PodMoment.Past> past = new EnumMap<>(Target.class);
      for (Target target : Target.values()) {
        past.put(target, PodMoment.Past.of(target.of(pod)));
      }
      pasts.add(past);
    }
    for (int minute = 0; minute + 1 < recording.minutes(); minute++) {
      for (int p = 0; p < pasts.size(); p++) {
        String pod = recording.pods().get(p).pod();
        int now = minute;
        int index = p;
        pasts.get(p).forEach((target, past) -> {
          Series own = past.own();
          double next = own.at(now + 1);
          if (!Double.isNaN(next) && !Double.isNaN(own.at(now))) {
            float[] features =
                ForecastFeatures.SCHEMA.row(new PodMoment(history, index, past, now));
            sink.example(target, pod, now, features, (float) next);
          }
        });
      }
    }
  }
}
