package io.adaptivelb.degradation;

import io.adaptivelb.dataset.ColumnSchema;
import io.adaptivelb.dataset.ColumnSchema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a pod's state is judged by: how far its signals are from its own last hour, and from how far the other pods' are. No level is among
 * them, no time and no name: a model that sees levels recognises the pods that usually get the faults.
 */
final class DegradationFeatures {
  /** The schema in force. */
  static final ColumnSchema<Moment> SCHEMA = new ColumnSchema<>("degradation-v1", define());

  private static final String NO_BASE = "fewer than %d recorded minutes in the hour before, or none now".formatted(Deviation.LEAST_BASE);

  private DegradationFeatures() {}

  /** A pod at the end of a minute. */
  record Moment(Panorama panorama, int pod, int minute) {
    Deviation of(Signal signal) {
      return panorama.of(pod, signal);
    }
  }

  /** A column and which way it may only push: +1 up, 0 either way. */
  private static List<Column<Moment>> define() {
    List<Column<Moment>> all = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      add(all, signal, "shift", "log1p", "now", "minus the median of the base hour", m -> m.of(signal).shift.at(m.minute()));
      add(all, signal, "drift", "log1p", "4m", "mean of the last four minutes minus the median of the base hour", m -> m.of(signal).drift.at(m.minute()));
      add(all, signal, "peak", "log1p", "4m", "largest of the last four minutes minus the median of the base hour", m -> m.of(signal).peak.at(m.minute()));
      add(all, signal, "dip", "log1p", "4m", "smallest of the last four minutes minus the median of the base hour", m -> m.of(signal).dip.at(m.minute()));
      add(all, signal, "now", "spreads", "now", "shift in units of the base hour's spread", m -> m.of(signal).now.at(m.minute()));
      add(all, signal, "recent", "spreads", "4m", "the same of the mean of the last four minutes", m -> m.of(signal).recent.at(m.minute()));
      add(all, signal, "high", "spreads", "4m", "the same of their largest", m -> m.of(signal).high.at(m.minute()));
      add(all, signal, "low", "spreads", "4m", "the same of their smallest", m -> m.of(signal).low.at(m.minute()));
      add(all, signal, "contrast", "spreads", "4m", "recent minus the median of all pods' recent", m -> m.panorama().contrast(m.pod(), signal, m.minute()));
      add(all, signal, "rank", "1", "4m", "share of the other pods whose recent is smaller", m -> m.panorama().rank(m.pod(), signal, m.minute()));
    }
    for (Signal signal : List.of(Signal.SERVER_P95, Signal.CLIENT_P90)) {
      add(all, signal, "silence", "1", "4m", "share of the base hour that was recorded minus that of the last four minutes", m -> m.of(signal).silence.at(m.minute()));
    }
    all.add(Column.of("restlessness", "spreads", "4m", "mean over the signals of the size of recent, each at most 10", NO_BASE,
        m -> m.panorama().restlessness(m.pod(), m.minute())));
    all.add(Column.of("restlessness.rank", "1", "4m", "share of the other pods whose restlessness is smaller", NO_BASE,
        m -> m.panorama().restlessRank(m.pod(), m.minute())));
    return all;
  }

  /** Which way a column may only push a probability: +1 up, 0 either way. */
  static List<Integer> directions() {
    List<Integer> directions = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      for (int i = 0; i < 10; i++) {
        directions.add(signal.worseWhenHigher() ? 1 : 0);
      }
    }
    directions.addAll(List.of(0, 0, 1, 1));
    return directions;
  }

  private static void add(
      List<Column<Moment>> all, Signal signal, String name, String unit, String window, String definition, ToDoubleFunction<Moment> value) {
    all.add(Column.of(signal.label() + "." + name, unit, window, signal.definition() + ": " + definition, NO_BASE, value));
  }
}
